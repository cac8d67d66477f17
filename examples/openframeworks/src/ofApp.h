#pragma once

#include <string>
#include <vector>

#include "ofMain.h"
#include "ofxOsc.h"

// Sends the mouse as two inputs (x and y, 0 to 1), and shows three outputs as the place, size and colour of a circle.
// Hold 1, 2 or 3: record examples for that picture. t: train. p: play. s: stop playing. x: delete all examples.
class ofApp : public ofBaseApp {
public:
    void setup() override;
    void update() override;
    void draw() override;
    void keyPressed(int key) override;
    void keyReleased(int key) override;

private:
    void control(const std::string& name);
    void show(const std::vector<float>& picture);

    ofxOscSender sender;
    ofxOscReceiver receiver;
    std::vector<float> outputs = {0.5f, 0.5f, 0.0f};
    int recording = 0;  // the key that is held, 0 if none is
};
