#!/bin/sh
# Records two poses of two inputs, trains, and runs.
#     sh demonstrate.sh [6448]
set -eu
port=${1:-6448}

send() {
    oscsend 127.0.0.1 "$port" "$@"
}

# pose X Y LEVEL CLASS: some examples around a place, with what the outputs should be there
pose() {
    send /wekinator/control/outputs ff "$3" "$4"
    send /wekinator/control/startRecording
    for shake in 00 01 02 03 04 05 06 07 08 09; do
        send /wek/inputs ff "$1$shake" "$2$shake"
    done
    send /wekinator/control/stopRecording
}

send /wekinator/control/deleteAllExamples
pose 0.2 0.2 0 1
pose 0.8 0.7 1 2
send /wekinator/control/train
send /wekinator/control/startRunning
