package oscP5;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A message of floats, written as oscP5 writes it. */
public class OscMessage {
    private final String address;
    private final List<Float> values = new ArrayList<>();

    public OscMessage(String address) {
        this.address = address;
    }

    public OscMessage add(float value) {
        values.add(value);
        return this;
    }

    public boolean checkAddrPattern(String wanted) {
        return address.equals(wanted);
    }

    public boolean checkTypetag(String wanted) {
        return "f".repeat(values.size()).equals(wanted);
    }

    public String typetag() {
        return "f".repeat(values.size());
    }

    public OscArgument get(int index) {
        return new OscArgument(values.get(index));
    }

    byte[] packet() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(padded(address));
        out.writeBytes(padded("," + "f".repeat(values.size())));
        for (float value : values) out.writeBytes(ByteBuffer.allocate(4).putFloat(value).array());
        return out.toByteArray();
    }

    static OscMessage of(ByteBuffer packet) {
        OscMessage made = new OscMessage(text(packet));
        for (char type : text(packet).toCharArray()) {
            if (type == 'f') made.add(packet.getFloat());
        }
        return made;
    }

    private static byte[] padded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return java.util.Arrays.copyOf(bytes, (bytes.length / 4 + 1) * 4);
    }

    private static String text(ByteBuffer packet) {
        StringBuilder found = new StringBuilder();
        for (byte next = packet.get(); next != 0; next = packet.get()) found.append((char) next);
        packet.position((packet.position() + 3) / 4 * 4);
        return found.toString();
    }
}
