// Formulas over inputs, in programs that wekipy exported. A module of its own, without any other library.

// Operators and functions by their number in the instructions. What there is no value of, as of 1 / 0, is null.
const ofMany = {
  8: (...all) => all.reduce((found, other) => (other > found ? other : found)),
  9: (...all) => all.reduce((found, other) => (other < found ? other : found)),
  10: (a, b) => a + b,
  11: (a, b) => a - b,
  12: (a, b) => a * b,
  13: (a, b) => (b === 0 ? null : a / b),
  14: power,
  15: (a, b) => Number(a < b),
  16: (a, b) => Number(a <= b),
  17: (a, b) => Number(a === b),
  18: (a, b) => Number(a !== b),
  19: (a, b) => Number(a >= b),
  20: (a, b) => Number(a > b),
  21: Math.atan2,
};
const ofOne = {
  30: (a) => -a,
  31: Math.abs,
  32: Math.acos,
  33: Math.asin,
  34: Math.atan,
  35: Math.cos,
  36: Math.exp,
  37: Math.log,
  38: Math.sin,
  39: Math.sqrt,
  40: Math.tan,
  42: Math.ceil,
  43: Math.floor,
  44: (a) => Math.floor(a) + (a - Math.floor(a) >= 0.5 ? 1 : 0), // round
};

function power(a, b) {
  if (a === 1 || (a === -1 && Math.abs(b) === Infinity)) return 1; // as everywhere but in JavaScript
  const value = a ** b;
  if (Number.isNaN(value) && !Number.isNaN(a) && !Number.isNaN(b)) return null;
  return Math.abs(value) === Infinity && Number.isFinite(a) && Number.isFinite(b) ? null : value;
}

function computed(operation, values) {
  if (values.includes(null)) return null;
  if (operation < 30) return ofMany[operation](...values);
  const [a] = values, value = ofOne[operation](a);
  if (operation >= 42 && !Number.isFinite(a)) return null;
  if (Number.isNaN(value) && !Number.isNaN(a)) return null;
  return Math.abs(value) === Infinity && Number.isFinite(a) ? null : value;
}

// Both, or either; the second does not count where the first decides.
function joined(first, second, either) {
  if (first === null) return null;
  if ((first !== 0) === either) return Number(either);
  return second === null ? null : Number(second !== 0);
}

// Formulas as instructions for a stack, and what they remember: the last frames of some inputs and of all results.
// A result that is no finite number is replaced by the last one that was.
class Formulas {
  watch = new Watch();
  past = []; // the oldest first

  constructor({ inputs, count, rows, code, numbers }) {
    Object.assign(this, { inputs: Array.from(inputs), count, rows, code, numbers });
  }

  compute(x, now) {
    const columns = this.inputs.map((place) => x[place]);
    if (this.watch.starts(now)) {
      // Before the first frame, inputs had the value that they have then, and results were 0.
      this.past = Array.from({ length: this.rows }, () => [...columns, ...new Array(this.count).fill(0)]);
    }
    const results = [];
    let stack = [];
    for (let at = 0; at < this.code.length; at += 3) {
      if (this.code[at] !== 0) {
        this.perform(at, x, results, stack);
        continue;
      }
      const last = this.past[this.rows - 1][columns.length + results.length];
      results.push(bounded(Number.isFinite(stack[0]) ? stack[0] : last));
      stack = [];
    }
    this.past.push([...columns, ...results]);
    this.past.shift();
    return results;
  }

  perform(at, x, results, stack) {
    const [operation, a, b] = [this.code[at], this.code[at + 1], this.code[at + 2]];
    if (operation === 1) stack.push(this.numbers[a]);
    else if (operation === 2) stack.push(x[a]);
    else if (operation === 3) stack.push(this.past[this.rows - a][b]);
    else if (operation === 4) stack.push(results[a]);
    else {
      const values = stack.splice(stack.length - a);
      const [first, second, third] = values;
      if (operation === 5) stack.push(first === null ? null : first !== 0 ? second : third);
      else if (operation < 8) stack.push(joined(first, second, operation === 7));
      else stack.push(computed(operation, values));
    }
  }
}

stages.Expression = ({ formulas }) => {
  const own = new Formulas(formulas);
  return (x, now) => own.compute(x, now);
};

// The frames from a start to a stop, resampled to so many values of each number.
stages.ConditionalBuffer = ({ conditions, count, values, frames }) => {
  const own = new Formulas(conditions), watch = new Watch();
  let went = false, kept = null, results = new Array(count * values).fill(0);
  return (x, now) => {
    const [starts, stops] = own.compute(x, now).map((value) => value !== 0);
    if (watch.starts(now)) [went, kept] = [false, null];
    let complete = kept !== null && stops;
    if (!complete && (kept !== null || (starts && !went))) {
      kept = [...(kept || []), [...x]];
      complete = kept.length === frames;
    }
    if (complete) [results, kept] = [resampled(kept, count, values), null];
    went = starts;
    return results;
  };
};

function resampled(rows, count, values) {
  const last = rows.length - 1, step = last / (values - 1);
  const at = (i, n) => {
    const place = n + 1 < values ? n * step : last;
    const below = Math.floor(place), above = Math.min(below + 1, last), share = place - below;
    return rows[below][i] * (1 - share) + rows[above][i] * share;
  };
  return Array.from({ length: count * values }, (_, n) => at(Math.floor(n / values), n % values));
}
