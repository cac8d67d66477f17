// ---------------------------------------------------------------------------------------------------------
// $title
// Made by wekipy from trained models. Use:
//
//   import { predict } from "./$file";
//   const outputs = predict([$example]);        // $width_in inputs in, $width_out outputs out
//
// A Model keeps the outputs of one performer; predict() uses one that all share. Give the time in seconds as a
// second argument where an output may answer nothing: it then waits 50 ms before it changes its mind.

export const inputNames = $inputs;
export const outputNames = $outputs;

const data = [
$data
];

export class Model {
  constructor() {
    this.outputs = [$defaults];
    this.nothing = data.map(() => new Nothing());
  }

  // The answers to one input vector. A vector with a number that is not finite changes nothing.
  predict(inputs, seconds = noTime) {
    if (inputs.length !== inputNames.length) {
      throw new Error("got " + inputs.length + " inputs, expected " + inputNames.length);
    }
    if (!Array.prototype.every.call(inputs, Number.isFinite)) return [...this.outputs];
    data.forEach((output, n) => {
      this.outputs[output.slot] = answered(output, inputs, this.outputs[output.slot], this.nothing[n], seconds);
    });
    return [...this.outputs];
  }
}

const shared = new Model();

export function predict(inputs, seconds = noTime) {
  return shared.predict(inputs, seconds);
}
