// What answers in programs that wekipy exported: one function for each way of answering.
// A module of its own, without any other library. All figures are those of the trained model.

// Many numbers are written as the base64 of their bytes, least first: half as long, and the same bits.
function packed(Kind, text) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const sixBits = new Int8Array(128).fill(-1); // by the code of a character; -1 for the ends of lines
  for (let n = 0; n < 64; n++) sixBits[alphabet.charCodeAt(n)] = n;
  const bytes = [];
  for (let n = 0, bits = 0, known = 0; n < text.length; n++) {
    const six = sixBits[text.charCodeAt(n)];
    if (six < 0) continue;
    bits = ((bits << 6) | six) & 0xffff;
    known += 6;
    if (known < 8) continue;
    known -= 8;
    bytes.push((bits >> known) & 255);
  }
  return new Kind(Uint8Array.from(bytes).buffer);
}

const noTime = -1;

const clamped = (value, least, highest) => (value < least ? least : value > highest ? highest : value);

// The place of the highest of some values, the first of equals.
function best(values) {
  let found = 0;
  for (let n = 1; n < values.length; n++) if (values[n] > values[found]) found = n;
  return found;
}

// Scores made to probabilities, in place.
function softmax(scores) {
  const high = scores[best(scores)];
  let sum = 0;
  for (let c = 0; c < scores.length; c++) sum += scores[c] = Math.exp(scores[c] - high);
  for (let c = 0; c < scores.length; c++) scores[c] /= sum;
}

// How sure the best class is, 0 to 1: its share, made a probability by what the training found out on takes that it
// did not learn from.
function sure(shares, { floor, power }) {
  const high = shares[best(shares)] + floor;
  return 1 / shares.reduce((sum, share) => sum + ((share + floor) / high) ** power, 0);
}

// To the nearest whole number; halves to the even one, as everywhere else in wekipy.
function rounded(value) {
  const whole = Math.round(value);
  return Math.abs(value % 1) === 0.5 && whole % 2 !== 0 ? whole - 1 : whole;
}

// The error function, to about 15 digits: its series near 0, the continued fraction of 1 - erf beyond.
function erf(x) {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  if (size < 2.5) {
    let term = size, sum = size;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * size * size) / (2 * n + 1);
      sum += term;
    }
    return (Math.sign(x) * 2 * sum * Math.exp(-size * size)) / Math.sqrt(Math.PI);
  }
  let fraction = size;
  for (let n = 80; n > 0; n--) fraction = size + n / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-size * size) / (fraction * Math.sqrt(Math.PI)));
}

// (x - centre) / scale of a model's own inputs. The scale of an input that never changed is infinite.
function scaled({ inputs, centre, scale }, x, farthest = 1e9) {
  const z = new Float64Array(inputs.length);
  for (let i = 0; i < z.length; i++) {
    z[i] = clamped((x[inputs[i]] - centre[i]) / scale[i], -farthest, farthest);
  }
  return z;
}

// Squared distance of z to a row of an array, each input with its weight.
function squared(z, rows, row, weights, group) {
  const n = z.length;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const away = z[i] - rows[row * n + i];
    sum += (weights ? weights[group * n + i] : 1) * away * away;
  }
  return sum;
}

// How alike a vector is to many points: 0 a product, 1 a power of it, 2 a bell around the point.
function alike({ scaling, points, at, kind, gamma, shift, exponent }, x) {
  const z = scaled(scaling, x);
  const values = new Float64Array(points);
  for (let p = 0; p < points; p++) {
    if (kind === 2) {
      values[p] = Math.exp(-gamma * squared(z, at, p));
      continue;
    }
    let product = 0;
    for (let i = 0; i < z.length; i++) product += z[i] * at[p * z.length + i];
    const base = gamma * product + shift;
    values[p] = kind === 0 ? product : base;
    for (let e = 1; kind === 1 && e < exponent; e++) values[p] *= base;
  }
  return values;
}

// Nodes with tanh, layer after layer; the last layer only sums.
function sums({ inputs, sizes, weights, biases }, x) {
  let entering = Float64Array.from(inputs, (input) => x[input]);
  let weight = 0, bias = 0;
  for (let layer = 0; layer < sizes.length; layer++) {
    const leaving = new Float64Array(sizes[layer]);
    for (let node = 0; node < leaving.length; node++) {
      let sum = biases[bias++];
      for (let i = 0; i < entering.length; i++) sum += weights[weight++] * entering[i];
      leaving[node] = layer + 1 < sizes.length ? Math.tanh(sum) : sum;
    }
    entering = leaving;
  }
  return entering;
}

// The nearest examples, nearest first. Inputs are scaled in single precision, as the examples were.
function nearest({ inputs, centre, scale, examples, at, k }, x) {
  const z = Float64Array.from(inputs, (input, i) => {
    const away = Math.fround(clamped(x[input] - centre[i], -1e38, 1e38));
    return Math.fround(clamped(away / scale[i], -1e15, 1e15));
  });
  const squares = [], places = [];
  for (let e = 0; e < examples; e++) {
    const square = squared(z, at, e);
    if (squares.length === k && square >= squares[k - 1]) continue;
    let place = squares.length;
    while (place > 0 && square < squares[place - 1]) place--;
    squares.splice(place, 0, square);
    places.splice(place, 0, e);
    squares.length = places.length = Math.min(k, squares.length);
  }
  return { squares, places };
}

// How much say the n-th nearest has: 0 even, 1 by distance, 2 smooth, 3 smooth among all examples.
function say(squares, n, blend) {
  if (blend === 0) return 1;
  if (squares[0] === 0) return squares[n] === 0 ? 1 : 0;
  const near = Math.sqrt(squares[0]), last = Math.sqrt(squares[squares.length - 1]);
  const ratio = near / Math.sqrt(squares[n]);
  if (blend === 1) return ratio;
  if (blend === 3) return ratio * ratio;
  return near === last ? 1 : (ratio - near / last) ** 2;
}

// Where a tree ends: the place of its end among those of all trees. Nodes ask, and each has two branches, where no and
// where yes leads; what is below 0 is an end.
function end({ roots, branches, features, thresholds }, x, tree) {
  let at = roots[tree];
  while (at >= 0) at = branches[2 * at + (x[features[at]] > thresholds[at] ? 1 : 0)];
  return -1 - at;
}

// Numbers: the answer to x, all inputs.
// Units that keep an echo of what came before.
class Echo {
  constructor({ scaling, units, heard, sources, strengths, incoming, bias, leak, gap }) {
    Object.assign(this, { scaling, units, heard, sources, strengths, incoming, bias, leak, gap });
    this.state = new Float64Array(units);
    this.next = new Float64Array(units);
    this.last = null;
  }

  forget() {
    this.state.fill(0);
  }

  // Inputs come at this time, in seconds.
  heed(seconds) {
    if (seconds < 0) return;
    if (this.last !== null && (seconds - this.last > this.gap || seconds < this.last)) this.forget();
    this.last = seconds;
  }

  step(x) {
    const { units, heard, state, next } = this;
    const z = scaled(this.scaling, x);
    for (let u = 0; u < units; u++) {
      let sum = 0, input = 0;
      for (let h = u * heard; h < (u + 1) * heard; h++) sum += this.strengths[h] * state[this.sources[h]];
      for (let i = 0; i < z.length; i++) input += this.incoming[u * z.length + i] * z[i];
      next[u] = Math.tanh(sum + input + this.bias[u]);
    }
    for (let u = 0; u < units; u++) state[u] += this.leak * (next[u] - state[u]);
    return state;
  }

  sum(weights, at, offset) {
    for (let u = 0; u < this.units; u++) offset += weights[at + u] * this.state[u];
    return offset;
  }
}

const numbers = {
  EchoNumber({ weights, offset, low, high }, x, echo) {
    echo.step(x);
    return clamped(echo.sum(weights, 0, offset), low, high);
  },

  Constant: ({ offset }) => offset,

  Linear({ inputs, weights, offset }, x) {
    return inputs.reduce((sum, input, i) => sum + weights[i] * x[input], offset);
  },

  Polynomial({ scaling, higher, parents, factors, weights, offset }, x) {
    const terms = [...scaled(scaling, x)];
    for (let t = 0; t < higher; t++) terms.push(terms[parents[t]] * terms[factors[t]]);
    return terms.reduce((sum, term, t) => sum + weights[t] * term, offset);
  },

  KernelSum({ kernel, weights, offset }, x) {
    return alike(kernel, x).reduce((sum, value, p) => sum + weights[p] * value, offset);
  },

  Network: (network, x) => sums(network, x)[0],

  NeighbourBlend({ search, targets, blend }, x) {
    const { squares, places } = nearest(search, x);
    let sum = 0, total = 0;
    places.forEach((place, n) => {
      const weight = say(squares, n, blend);
      sum += weight * targets[place];
      total += weight;
    });
    return sum / total;
  },

  TreeSum({ trees, values, offset }, x) {
    let sum = 0;
    for (let t = 0; t < trees.trees; t++) sum += values[end(trees, x, t)];
    return sum + offset;
  },
};

// Classes: the place of the class that is chosen; how likely each is goes to `shares`.
const classes = {
  EchoClasses({ weights, offsets }, x, shares, echo) {
    echo.step(x);
    let total = 0;
    for (let c = 0; c < shares.length; c++) {
      total += shares[c] = Math.max(echo.sum(weights, c * echo.units, offsets[c]), 0.001);
    }
    for (let c = 0; c < shares.length; c++) shares[c] /= total;
    return best(shares);
  },

  ConstantClass({ always }, x, shares) {
    shares.set(always);
    return best(shares);
  },

  Logistic({ count, inputs, columns, rows, weights, offsets }, x, shares) {
    for (let row = 0; row < rows; row++) {
      let sum = offsets[row];
      for (let i = 0; i < count; i++) sum += weights[row * count + i] * x[inputs[i]];
      shares[columns - rows + row] = sum;
    }
    const column = best(shares);
    softmax(shares);
    return column;
  },

  NaiveBayes({ scaling, columns, means, precisions, base }, x, shares) {
    const z = scaled(scaling, x);
    for (let c = 0; c < columns; c++) {
      shares[c] = base[c];
      for (let i = 0; i < z.length; i++) {
        const away = z[i] - means[c * z.length + i];
        shares[c] -= away * away * precisions[c * z.length + i];
      }
    }
    const column = best(shares);
    softmax(shares);
    return column;
  },

  NetworkClasses({ network, columns }, x, shares) {
    const scores = sums(network, x);
    if (columns !== 2) {
      shares.set(scores);
      softmax(shares);
      return best(shares);
    }
    const small = Math.exp(-Math.abs(scores[0]));
    shares[1] = (scores[0] >= 0 ? 1 : small) / (1 + small);
    shares[0] = 1 - shares[1];
    return shares[1] > 0.5 ? 1 : 0;
  },

  NeighbourVote({ search, targets }, x, shares) {
    for (const place of nearest(search, x).places) shares[targets[place]] += 1;
    for (let c = 0; c < shares.length; c++) shares[c] /= search.k;
    return best(shares);
  },

  SupportVectors({ kernel, columns, counts, duals, offsets, sharpness }, x, shares) {
    const values = alike(kernel, x);
    const part = new Float64Array(columns * columns);
    for (let row = 0; row + 1 < columns; row++) {
      for (let c = 0, point = 0; c < columns; c++) {
        for (let n = 0; n < counts[c]; n++, point++) {
          part[row * columns + c] += duals[row * kernel.points + point] * values[point];
        }
      }
    }
    const votes = new Float64Array(columns);
    shares.fill(1);
    for (let first = 0, pair = 0; first < columns; first++) {
      for (let second = first + 1; second < columns; second++) {
        const margin = part[(second - 1) * columns + first] + part[first * columns + second] + offsets[pair++];
        votes[margin > 0 ? first : second] += 1;
        const odds = Math.exp(clamped(-sharpness * margin, -300, 300));
        shares[first] += odds;
        shares[second] += 1 / odds;
      }
    }
    let total = 0;
    for (let c = 0; c < columns; c++) total += shares[c] = 1 / shares[c];
    for (let c = 0; c < columns; c++) shares[c] /= total;
    return best(votes);
  },

  GaussianClasses(model, x, shares) {
    const { scaling, columns, points, at } = model;
    const z = scaled(scaling, x);
    const squares = Float64Array.from({ length: points }, (_, p) => squared(z, at, p));
    if (columns === 2) {
      const { mean, share } = head(model, 0, squares);
      shares[1] = share;
      shares[0] = 1 - share;
      return mean > 0 ? 1 : 0;
    }
    for (let c = 0; c < columns; c++) shares[c] = head(model, c, squares).share;
    const column = best(shares);
    let total = 0;
    for (let c = 0; c < columns; c++) total += shares[c] = Math.max(shares[c], 0);
    for (let c = 0; c < columns; c++) shares[c] = total > 0 ? shares[c] / total : 1 / columns;
    return column;
  },

  TreeVote({ trees, columns, ends }, x, shares) {
    for (let t = 0; t < trees.trees; t++) {
      const place = end(trees, x, t) * columns;
      for (let c = 0; c < columns; c++) shares[c] += ends[place + c];
    }
    for (let c = 0; c < columns; c++) shares[c] /= trees.trees;
    return best(shares);
  },

  AdaBoost({ trees, columns, votes, weights }, x, shares) {
    let total = 0;
    for (let t = 0; t < trees.trees; t++) {
      const vote = votes[end(trees, x, t)];
      for (let c = 0; c < columns; c++) shares[c] += c === vote ? weights[t] : -weights[t] / (columns - 1);
      total += weights[t];
    }
    for (let c = 0; c < columns; c++) shares[c] /= total;
    let column = best(shares);
    if (columns === 2) {
      const margin = shares[1] - shares[0];
      column = margin > 0 ? 1 : 0;
      shares[0] = -margin / 2;
      shares[1] = margin / 2;
    } else {
      for (let c = 0; c < columns; c++) shares[c] /= columns - 1;
    }
    softmax(shares);
    return column;
  },
};

// One latent function of a Gaussian process of classes (Laplace approximation).
function head({ points, amplitudes, gammas, residuals, roots }, h, squares) {
  const near = squares.map((square) => amplitudes[h] * Math.exp(-gammas[h] * square));
  let mean = 0, variance = amplitudes[h];
  for (let p = 0; p < points; p++) mean += residuals[h * points + p] * near[p];
  for (let row = 0; row < points; row++) {
    let sum = 0;
    for (let p = 0; p < points; p++) sum += roots[(h * points + row) * points + p] * near[p];
    variance -= sum * sum;
  }
  return { mean, share: averagedSigmoid(mean, Math.max(variance, 1e-12)) };
}

// The logistic function of a normal variable, averaged: Williams and Barber (1998), appendix A.
function averagedSigmoid(mean, variance) {
  const steepness = [0.41, 0.4, 0.37, 0.44, 0.39];
  const share = [-1854.8214151, 3516.89893646, 221.29346712, 128.12323805, -2010.49422654];
  return steepness.reduce(
    (total, steep, n) =>
      total + 0.5 * share[n] * erf((mean * steep) / Math.sqrt(1 + 2 * variance * steep * steep)),
    0.5 * share.reduce((sum, value) => sum + value, 0),
  );
}

// How novel x is: 0 on an example, 0.5 at the border of what was demonstrated, towards 1 beyond.
function noveltyOf(novelty, x) {
  const { scaling, whitening, beside, groups, counts, weights, rows, counters, against } = novelty;
  if (isLost(novelty, x)) return 1;
  const z = scaled(scaling, x, 1e4);
  if (whitening.length) whiten(z, whitening);
  let square = Infinity, following = Infinity, chosen = 0;
  for (let group = 0, row = 0; group < groups; group++) {
    let found = Infinity;
    for (let n = 0; n < counts[group]; n++, row++) {
      found = Math.min(found, squared(z, rows, row, weights, group));
    }
    if (found < square) [square, following, chosen] = [found, square, group];
    else following = Math.min(following, found);
  }
  let result = square;
  if (beside && following < Infinity && following > 0) result *= (square / following) ** beside;
  if (counters > 0) {
    let counter = Infinity;
    for (let n = 0; n < counters; n++) counter = Math.min(counter, squared(z, against, n, weights, chosen));
    result = Math.max(result, (square + 0.01) / (counter + 0.0025));
  }
  return result / (1 + result);
}

// Whether x is a frame that the sensor sends when it has lost what it looks at.
function isLost({ scaling: { inputs }, losses, lost }, x) {
  const n = inputs.length;
  for (let row = 0; row < losses; row++) {
    let same = true;
    for (let i = 0; i < n && same; i++) same = x[inputs[i]] === lost[row * n + i];
    if (same) return true;
  }
  return false;
}

// The matrix is upper triangular, so the last coordinate comes first.
function whiten(z, matrix) {
  const n = z.length;
  for (let j = n - 1; j >= 0; j--) {
    let sum = 0;
    for (let i = 0; i <= j; i++) sum += z[i] * matrix[i * n + j];
    z[j] = sum;
  }
}

// Passes a class on, or answers nothing, and stays with either until all frames of 50 ms speak for a change.
class Nothing {
  started = false;
  answering = false;
  waiting = false;
  since = 0;
  last = 0;

  apply(thresholds, answer, confidence, novelty, seconds) {
    const hold = seconds < 0 ? 0 : 0.05; // without a time it changes at once
    const good = novelty <= thresholds.novelty && confidence >= thresholds.confidence;
    if (!this.started) {
      this.started = true;
      this.answering = good;
      this.last = good ? answer : 0;
      return this.last;
    }
    let keep = good;
    if (this.answering) {
      if (keep) this.last = answer;
    } else {
      keep = !(novelty <= thresholds.backNovelty && confidence >= thresholds.backConfidence);
    }
    if (keep) {
      this.waiting = false;
    } else if (hold > 0 && (!this.waiting || seconds < this.since)) {
      this.waiting = true;
      this.since = seconds;
    } else if (hold <= 0 || seconds - this.since >= hold) {
      this.waiting = false;
      this.answering = !this.answering;
      this.last = this.answering ? answer : 0;
    }
    return this.last;
  }
}

// What an output answers to x, limits and all; `last` stands in for what is no number, `after` is what the stages after
// its model make of an answer.
function answered(output, x, last, { nothing, echo, seconds, after }) {
  const { kind, model } = output;
  if (echo !== null) echo.heed(seconds);
  if (kind in numbers) {
    let value = after(numbers[kind](model, x, echo));
    if (output.integer) value = rounded(value);
    return Number.isNaN(value) ? last : clamped(value, output.low, output.high);
  }
  const shares = new Float64Array(output.labels.length);
  const answer = output.labels[classes[kind](model, x, shares, echo)];
  if (!output.thresholds) return after(answer);
  const novelty = output.novelty ? noveltyOf(output.novelty, x) : 0;
  return after(nothing.apply(output.thresholds, answer, sure(shares, output.thresholds), novelty, seconds));
}

function refuseNoNumbers(inputs, seconds, names) {
  const expected = `expected ${names.length} numbers in an array: ${names.slice(0, 8).join(", ")}`;
  if (inputs === null || typeof inputs !== "object" || !Number.isInteger(inputs.length)) {
    throw new TypeError(`predict got ${told(inputs)}; ${expected}`);
  }
  if (inputs.length !== names.length) throw new TypeError(`predict got ${inputs.length} inputs; ${expected}`);
  for (let n = 0; n < inputs.length; n++) {
    if (typeof inputs[n] !== "number") {
      throw new TypeError(`input ${n + 1} (${names[n]}) is ${told(inputs[n])}; expected a number`);
    }
  }
  if (typeof seconds !== "number") throw new TypeError(`the time is ${told(seconds)}; expected seconds, a number`);
}

function told(value) {
  if (value === undefined || value === null) return `${value}`;
  return typeof value === "string" ? `the text "${value.slice(0, 40)}"` : `the ${typeof value} ${String(value).slice(0, 40)}`;
}
