// As much of ofxOsc's headers as the example uses, with its signatures: for compiling only.
#pragma once

#include <cstddef>
#include <string>

class ofxOscMessage {
public:
    void setAddress(const std::string& address);
    std::string getAddress() const;
    void addFloatArg(float value);
    std::size_t getNumArgs() const;
    float getArgAsFloat(std::size_t index) const;
};

class ofxOscSender {
public:
    bool setup(const std::string& host, int port);
    void sendMessage(const ofxOscMessage& message, bool wrapInBundle = true);
};

class ofxOscReceiver {
public:
    bool setup(int port);
    bool hasWaitingMessages() const;
    bool getNextMessage(ofxOscMessage& message);
};
