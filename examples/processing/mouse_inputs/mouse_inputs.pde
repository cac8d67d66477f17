// Sends the mouse as two inputs (x and y, 0 to 1) to port 6448.
// Hold 1, 2 or 3: record examples for that picture. t: train. p: play. s: stop playing. x: delete all examples.

import oscP5.*;
import netP5.*;

OscP5 oscP5;
NetAddress engine;
boolean recording = false;

float[][] pictures = {
  { 0.2, 0.2, 0.0 },
  { 0.5, 0.9, 0.4 },
  { 0.8, 0.4, 0.8 }
};

void setup() {
  size(480, 480);
  frameRate(50);
  oscP5 = new OscP5(this, 9000);
  engine = new NetAddress("127.0.0.1", 6448);
}

void draw() {
  background(recording ? color(180, 0, 0) : color(0));
  text("hold 1, 2 or 3 to record, t: train, p: play, s: stop, x: delete all", 10, 20);
  ellipse(mouseX, mouseY, 10, 10);
  OscMessage inputs = new OscMessage("/wek/inputs");
  inputs.add((float)mouseX / width);
  inputs.add((float)mouseY / height);
  oscP5.send(inputs, engine);
}

void keyPressed() {
  if (key >= '1' && key <= '3' && !recording) {
    recording = true;
    setOutputs(pictures[key - '1']);
    control("startRecording");
  }
  if (key == 't') control("train");
  if (key == 'p') control("startRunning");
  if (key == 's') control("stopRunning");
  if (key == 'x') control("deleteAllExamples");
}

void keyReleased() {
  if (recording) {
    recording = false;
    control("stopRecording");
  }
}

void control(String name) {
  oscP5.send(new OscMessage("/wekinator/control/" + name), engine);
}

void setOutputs(float[] values) {
  OscMessage outputs = new OscMessage("/wekinator/control/outputs");
  for (float value : values) {
    outputs.add(value);
  }
  oscP5.send(outputs, engine);
}
