// As much of openFrameworks' headers as the example uses, with its signatures: for compiling only.
#pragma once

#include <string>

enum ofWindowMode { OF_WINDOW = 0 };

class ofBaseApp {
public:
    virtual ~ofBaseApp() = default;
    virtual void setup() {}
    virtual void update() {}
    virtual void draw() {}
    virtual void keyPressed(int) {}
    virtual void keyReleased(int) {}
};

class ofColor {
public:
    explicit ofColor(float gray, float alpha = 255);
    ofColor(float red, float green, float blue, float alpha = 255);
    static ofColor fromHsb(float hue, float saturation, float brightness, float alpha = 255);
};

void ofSetupOpenGL(int width, int height, ofWindowMode mode);
int ofRunApp(ofBaseApp* app);
void ofSetFrameRate(int rate);
int ofGetMouseX();
int ofGetMouseY();
int ofGetWidth();
int ofGetHeight();
float ofClamp(float value, float minimum, float maximum);
void ofBackground(const ofColor& color);
void ofSetColor(const ofColor& color);
void ofSetColor(int gray);
void ofDrawCircle(float x, float y, float radius);
void ofDrawBitmapString(const std::string& text, float x, float y);
