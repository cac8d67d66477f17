#include "ofApp.h"

namespace {
const int PORT = 6448;        // where wekipy listens
const int OUT_PORT = 12000;   // where it sends

const std::vector<std::vector<float>> PICTURES = {   // place, size, colour
    {0.2f, 0.2f, 0.0f},
    {0.5f, 0.9f, 0.4f},
    {0.8f, 0.4f, 0.8f},
};
}

void ofApp::setup() {
    ofSetFrameRate(50);
    sender.setup("127.0.0.1", PORT);
    receiver.setup(OUT_PORT);
}

void ofApp::update() {
    ofxOscMessage inputs;
    inputs.setAddress("/wek/inputs");
    inputs.addFloatArg(static_cast<float>(ofGetMouseX()) / ofGetWidth());
    inputs.addFloatArg(static_cast<float>(ofGetMouseY()) / ofGetHeight());
    sender.sendMessage(inputs, false);   // true would wrap it in a bundle: wekipy takes both

    while (receiver.hasWaitingMessages()) {
        ofxOscMessage message;
        receiver.getNextMessage(message);
        if (message.getAddress() == "/wek/outputs" && message.getNumArgs() == outputs.size()) {
            for (std::size_t n = 0; n < outputs.size(); n++) {
                outputs[n] = message.getArgAsFloat(n);
            }
        }
    }
}

void ofApp::draw() {
    ofBackground(recording ? ofColor(180, 0, 0) : ofColor(0));
    ofSetColor(ofColor::fromHsb(ofClamp(outputs[2], 0, 1) * 255, 200, 255));
    ofDrawCircle(outputs[0] * ofGetWidth(), ofGetHeight() / 2, 10 + outputs[1] * 100);
    ofSetColor(255);
    ofDrawBitmapString("hold 1, 2 or 3 to record, t: train, p: play, s: stop, x: delete all", 10, 20);
}

void ofApp::keyPressed(int key) {
    if (key >= '1' && key <= '3' && !recording) {   // a key that is held repeats
        recording = key;
        show(PICTURES[key - '1']);
        control("startRecording");
    }
    if (key == 't') control("train");
    if (key == 'p') control("startRunning");
    if (key == 's') control("stopRunning");
    if (key == 'x') control("deleteAllExamples");
}

void ofApp::keyReleased(int key) {
    if (key == recording) {
        recording = 0;
        control("stopRecording");
    }
}

void ofApp::control(const std::string& name) {
    ofxOscMessage message;
    message.setAddress("/wekinator/control/" + name);
    sender.sendMessage(message, false);
}

void ofApp::show(const std::vector<float>& picture) {
    ofxOscMessage message;
    message.setAddress("/wekinator/control/outputs");
    for (float value : picture) {
        message.addFloatArg(value);
    }
    sender.sendMessage(message, false);
}
