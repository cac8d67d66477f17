// An FM voice that wekipy plays. Three outputs are its pitch, its brightness and its loudness, each 0 to 1.
// The mouse is the sensor (x and y, 0 to 1).
//
//   wekipy serve --inputs 2 --outputs 3
//   chuck fm.ck
//
// Keys: 1, 2 or 3 records examples for one of three sounds, until you press the space bar.
// t: train. p: play. s: stop. x: delete all examples.
//
//   chuck fm.ck:by-itself             a hand demonstrates the three sounds, trains, plays once and ends
//   chuck fm.ck:by-itself:fm.wav      the same, written to a sound file

6448 => int PORT;          // where wekipy listens
12000 => int OUT_PORT;     // where it sends

[[0.1, 0.1, 0.7], [0.5, 0.8, 0.9], [0.9, 0.3, 0.5]] @=> float sounds[][];   // pitch, brightness, loudness
[[0.1, 0.1], [0.9, 0.2], [0.5, 0.9]] @=> float places[][];                  // where the hand shows them

0.5 => float x => float y;
0 => int trained;
0 => int playing;
me.args() > 0 && me.arg(0) == "by-itself" => int byItself;

// The voice: one oscillator modulates the frequency of another.

SinOsc modulator => SinOsc carrier => Gain loudness => dac;
2 => carrier.sync;
0 => loudness.gain;

fun void sound(float pitch, float brightness, float level) {
    110 * Math.pow(8, Math.max(0, Math.min(1, pitch))) => float frequency;   // three octaves
    frequency => carrier.freq;
    frequency => modulator.freq;
    5 * frequency * Math.max(0, Math.min(1, brightness)) => modulator.gain;
    0.4 * Math.max(0, Math.min(1, level)) => loudness.gain;
}

// Messages to wekipy

OscOut out;
out.dest("127.0.0.1", PORT);

fun void control(string name) {
    out.start("/wekinator/control/" + name);
    out.send();
}

fun void send() {
    out.start("/wek/inputs");
    out.add(x);
    out.add(y);
    out.send();
}

fun void show(int n) {
    <<< "recording sound", n + 1 >>>;
    out.start("/wekinator/control/outputs");
    for (0 => int k; k < sounds[n].size(); k++) out.add(sounds[n][k]);
    out.send();
    control("startRecording");
}

// Messages from wekipy

fun void listen() {
    OscIn in;
    OscMsg message;
    OUT_PORT => in.port;
    in.addAddress("/wek/outputs");
    in.addAddress("/wekinator/status/done-training");
    while (true) {
        in => now;
        while (in.recv(message)) {
            if (message.address == "/wekinator/status/done-training") {
                1 => trained;
                <<< "trained", "" >>>;
            } else if (message.numArgs() == 3) {
                sound(message.getFloat(0), message.getFloat(1), message.getFloat(2));
            }
        }
    }
}

// The sensor and the keys

fun void mouse() {
    Hid hid;
    HidMsg moved;
    if (!hid.openMouse(0)) {
        <<< "there is no mouse here: try chuck fm.ck:by-itself", "" >>>;
        return;
    }
    while (true) {
        hid => now;
        while (hid.recv(moved)) {
            if (moved.isMouseMotion()) {
                Math.max(0, Math.min(1, x + moved.deltaX / 500.0)) => x;
                Math.max(0, Math.min(1, y - moved.deltaY / 500.0)) => y;
            }
        }
    }
}

fun void keys() {
    KBHit keyboard;
    while (true) {
        keyboard => now;
        while (keyboard.more()) {
            keyboard.getchar() => int key;
            if (key >= '1' && key <= '3') show(key - '1');
            if (key == ' ') control("stopRecording");
            if (key == 't') control("train");
            if (key == 'p') control("startRunning");
            if (key == 's') control("stopRunning");
            if (key == 'x') control("deleteAllExamples");
        }
    }
}

// A hand that does it all

fun void hold(float toX, float toY, dur time) {
    now + time => time end;
    while (now < end) {
        Math.random2f(-0.02, 0.02) + toX => x;
        Math.random2f(-0.02, 0.02) + toY => y;
        send();
        20::ms => now;
    }
}

fun void demonstrate() {
    for (0 => int n; n < sounds.size(); n++) {
        show(n);
        hold(places[n][0], places[n][1], 0.5::second);
        control("stopRecording");
    }
    control("train");
    while (!trained) 20::ms => now;
    control("startRunning");
    for (0 => int n; n < sounds.size(); n++) {
        hold(places[n][0], places[n][1], 1::second);
        <<< "played sound", n + 1 >>>;
    }
    control("stopRunning");
}

spork ~ listen();
if (byItself) {
    dac => WvOut file => blackhole;
    if (me.args() > 1) me.arg(1) => file.wavFilename;
    demonstrate();
    file.closeFile();
    <<< "finished", "" >>>;
} else {
    spork ~ mouse();
    spork ~ keys();
    while (true) {
        send();
        20::ms => now;
    }
}
