package processing;

import java.util.Locale;
import java.util.Scanner;
import oscP5.OscMessage;

/** As much of Processing as the sketches use. Lines typed move the mouse, press and release keys: “mouse 10 20”. */
public class PApplet {
    public static final int HSB = 3;
    public int width = 480, height = 480, mouseX, mouseY;
    public char key;

    public void setup() {}
    public void draw() {}
    public void keyPressed() {}
    public void keyReleased() {}
    public void oscEvent(OscMessage message) {}

    public void size(int width, int height) {
        this.width = width;
        this.height = height;
    }

    public void frameRate(float rate) {}
    public void colorMode(int mode, float most) {}
    public void noStroke() {}
    public void background(int color) {}
    public boolean mousePressed = false;
    public void fill(float a, float b, float c) {}
    public void background(float gray) {}
    public void fill(float gray) {}
    public void rect(float x, float y, float w, float h) {}
    public int millis() {
        return (int) (System.nanoTime() / 1_000_000);
    }

    public static int min(int a, int b) {
        return Math.min(a, b);
    }

    public static float constrain(float value, float least, float most) {
        return Math.max(least, Math.min(most, value));
    }

    public static String nf(float value, int left, int right) {
        return String.format("%." + right + "f", value);
    }

    public void text(String text, float x, float y) {
        if (!text.startsWith("hold ")) println("text", text);
    }

    public int color(float... parts) {
        return 0;
    }

    public void ellipse(float x, float y, float w, float h) {
        println("ellipse", x, y, w, h);
    }

    public static void println(Object... parts) {
        StringBuilder line = new StringBuilder();
        for (Object part : parts) line.append(line.length() == 0 ? "" : " ").append(part);
        System.out.println(line);
        System.out.flush();
    }

    public void play() {
        Locale.setDefault(Locale.ROOT);
        setup();
        println("ready");
        Scanner typed = new Scanner(System.in);
        while (typed.hasNext()) {
            switch (typed.next()) {
                case "mouse" -> { mouseX = typed.nextInt(); mouseY = typed.nextInt(); draw(); }
                case "button" -> mousePressed = typed.next().equals("down");
                case "press" -> { key = read(typed.next()); keyPressed(); }
                case "release" -> { key = read(typed.next()); keyReleased(); }
                default -> println("what?");
            }
        }
    }

    private static char read(String name) {
        return name.equals("space") ? ' ' : name.charAt(0);
    }
}
