// ---------------------------------------------------------------------------------------------------------
// $title
// Made by wekipy from trained models. Use:
//
//   import { predict } from "./$file";
//   const outputs = predict([$example]);        // $width_in inputs in, $width_out outputs out
//
// A Model keeps the outputs of one performer; predict() uses one that all share. Give the time in seconds as a
// second argument where an output may answer nothing: it then waits 50 ms before it changes its mind.
//
// Of a gesture the output is its distance, Infinity if there is no match. After predict(inputs, seconds), recognised()
// has for each output that spots gestures the number of the gesture that was recognised, from 1, or 0. Where no input
// comes for 50 ms, call tick(seconds): it recognises a gesture that was the last movement. Without a time, inputs are
// taken to come as fast as they were recorded.
//
// Stages that smooth, or look back, need the time as well: without one, inputs are taken to come every 0.01 seconds. After
// more than a second without inputs they start anew.

export const inputNames = $inputs;
export const outputNames = $outputs;
export const gestureNames = $gestures;

const shifts = $shifts; // of the inputs, taken away from them

const chains = $chains;

const data = [
$data
];

export class Model {
  constructor() {
    this.outputs = [$defaults];
    this.nothing = data.map(() => new Nothing());
    this.echoes = data.map(({ model }) => (model.reservoir === undefined ? null : new Echo(model.reservoir)));
    this.spotters = data.map(({ spotter, model }) => (spotter === undefined ? null : new Spotter(model)));
    this.fired = gestureNames.map(() => 0);
    this.clock = new Clock();
    this.features = chains.map((blocks) => new Features(blocks));
    this.after = data.map(({ after }) => (after === undefined ? null : new Chain(after)));
  }

  // The answers to one input vector. A vector with a number that is not finite changes nothing; what is no number at
  // all, such as a text or a value that is missing, is a TypeError.
  predict(inputs, seconds = noTime) {
    refuseNoNumbers(inputs, seconds, inputNames);
    this.fired.fill(0);
    if (!Array.prototype.every.call(inputs, Number.isFinite)) return [...this.outputs];
    if (shifts.length > 0) inputs = Array.from(inputs, (value, i) => value - shifts[i]);
    const time = onGrid(seconds), now = this.clock.at(time);
    const seen = this.features.map((one) => one.step(inputs, now));
    data.forEach((output, n) => {
      const { slot, spotter, chain } = output;
      const x = chain === undefined ? inputs : seen[chain];
      const after = (value) => (this.after[n] === null ? value : this.after[n].step([value], now)[0]);
      if (spotter !== undefined) {
        this.fired[spotter] = this.spotters[n].step(x, time, this.outputs, slot);
      } else {
        this.outputs[slot] = answered(output, x, this.outputs[slot], {
          nothing: this.nothing[n], echo: this.echoes[n], seconds: time, after,
        });
      }
    });
    return [...this.outputs];
  }

  // The gestures recognised by the last call: one for each output that spots gestures, from 1, or 0.
  recognised() {
    return [...this.fired];
  }

  // Time has passed without input.
  tick(seconds) {
    return this.ask((spotter) => spotter.tick(seconds));
  }

  // A performance ends and another begins: outputs that recognise one gesture per run do it now, and those that remember
  // forget.
  endRun() {
    for (const echo of this.echoes) if (echo !== null) echo.forget();
    return this.ask((spotter) => spotter.endRun());
  }

  ask(question) {
    this.fired.fill(0);
    data.forEach(({ spotter }, n) => {
      if (spotter !== undefined) this.fired[spotter] = question(this.spotters[n]);
    });
    return this.recognised();
  }
}

const shared = new Model();

export function predict(inputs, seconds = noTime) {
  return shared.predict(inputs, seconds);
}

export function recognised() {
  return shared.recognised();
}

export function tick(seconds) {
  return shared.tick(seconds);
}

export function endRun() {
  return shared.endRun();
}
