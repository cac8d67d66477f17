// Receives three outputs (0 to 1) at port 12000: place, size and colour of a circle.

import oscP5.*;
import netP5.*;

OscP5 oscP5;
float place = 0.5;
float size = 0.5;
float hue = 0.5;

void setup() {
  size(480, 480);
  colorMode(HSB, 1);
  noStroke();
  oscP5 = new OscP5(this, 12000);
}

void draw() {
  background(0);
  fill(hue, 0.8, 1);
  ellipse(place * width, height / 2, size * 200, size * 200);
}

void oscEvent(OscMessage message) {
  if (message.checkAddrPattern("/wek/outputs") && message.checkTypetag("fff")) {
    place = message.get(0).floatValue();
    size = message.get(1).floatValue();
    hue = message.get(2).floatValue();
  }
}
