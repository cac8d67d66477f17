// Demonstrates two places to an engine, trains, runs, and prints what comes back:
//     chuck --silent play.ck:6448:12000
Std.atoi(me.arg(0)) => int enginePort;
Std.atoi(me.arg(1)) => int answerPort;

OscOut out;
out.dest("127.0.0.1", enginePort);

OscIn trained;
answerPort => trained.port;
trained.addAddress("/wekinator/status/done-training");
OscIn answers;
answerPort => answers.port;
answers.addAddress("/wek/outputs, ff");
OscMsg message;

fun void control(string name) {
    out.start("/wekinator/control/" + name);
    out.send();
}

fun void inputs(float x, float y) {
    out.start("/wek/inputs");
    out.add(x);
    out.add(y);
    out.send();
}

fun void demonstrate(float x, float y, float level, int number) {
    out.start("/wekinator/control/outputs");
    out.add(level);
    out.add(number); // an integer
    out.send();
    control("startRecording");
    for (0 => int step; step < 8; step++) inputs(x + 0.002 * step, y);
    control("stopRecording");
}

fun void ask(float x, float y) {
    inputs(x, y);
    answers => now;
    while (answers.recv(message))
        chout <= "answer " <= message.getFloat(0) <= " " <= message.getFloat(1) <= IO.newline();
    chout.flush();
}

demonstrate(0.125, 0.25, 0.25, 1);
demonstrate(0.75, 0.5, 0.75, 2);
control("train");
trained => now;
while (trained.recv(message)) {}
chout <= "trained" <= IO.newline();
control("startRunning");
ask(0.125, 0.25);
ask(0.75, 0.5);
