// Stages before and after models, in programs that wekipy exported. A module of its own, without any other library.
// All figures are those of the project and of what its stages have learned.

const gap = 1; // seconds without a frame, after which what came before says nothing any more
const grid = 1048576; // of times, in steps per second: differences are exact
const framePeriod = 10486 / grid; // 0.01 seconds between frames that come without a time
const sameTime = 1e-9; // seconds: frames that are closer came at the same time
const largest = 3.4028234663852886e38; // what OSC can carry

const bounded = (value) => clamped(value, -largest, largest);

const isTime = (seconds) => seconds >= 0 && seconds < Infinity;
const onGrid = (seconds) => (isTime(seconds) ? rounded(seconds * grid) / grid : seconds);

// The time of each frame.
class Clock {
  now = NaN;

  at(seconds) {
    if (isTime(seconds)) this.now = seconds;
    else this.now = Number.isNaN(this.now) ? 0 : this.now + framePeriod;
    return this.now;
  }
}

// When the last frame came.
class Watch {
  last = NaN;

  // Seconds since the last frame, at least 0; -1 if this is the first one.
  since(now) {
    const before = this.last;
    if (!(now < before)) this.last = now;
    return Number.isNaN(before) ? -1 : now < before ? 0 : now - before;
  }

  // Whether this is the first frame, or the first one after a gap.
  starts(now) {
    const passed = this.since(now);
    return passed < 0 || passed > gap;
  }
}

// The last frames: the newest `rows`, or, where `seconds` is above 0, those of them that came in the last `seconds`.
class Window {
  frames = [];
  times = [];
  watch = new Watch();

  constructor({ rows, seconds, filled }) {
    Object.assign(this, { rows, seconds, filled });
  }

  // One frame more; returns all of them, the oldest first.
  take(x, now) {
    const { frames, times, watch } = this;
    if (watch.starts(now)) {
      frames.length = times.length = 0;
      while (this.filled && frames.length + 1 < this.rows) this.push(x);
    }
    this.push(x);
    const kept = watch.last - this.seconds + sameTime;
    while (frames.length > this.rows || (this.seconds > 0 && frames.length > 1 && times[0] < kept)) {
      frames.shift();
      times.shift();
    }
    return frames;
  }

  push(x) {
    this.frames.push(Float64Array.from(x));
    this.times.push(this.watch.last);
  }
}

// Of numbers that came one after the other; 0 if there are none.
const statistics = [
  (x) => mean(x),
  (x) => deviation(x, mean(x)),
  (x) => least(x),
  (x) => most(x),
  (x) => most(x) - least(x),
  (x) => Math.sqrt(energy(x) / x.length),
  (x) => energy(x),
  (x) => x.reduce((count, value, n) => count + (n > 0 && value >= 0 !== x[n - 1] >= 0 ? 1 : 0), 0),
];
const mean = (x) => x.reduce((sum, value) => sum + value, 0) / x.length;
const deviation = (x, middle) => Math.sqrt(mean(x.map((value) => (value - middle) ** 2)));
const energy = (x) => x.reduce((sum, value) => sum + value * value, 0);
const least = (x) => x.reduce((found, value) => Math.min(found, value), Infinity);
const most = (x) => x.reduce((found, value) => Math.max(found, value), -Infinity);
const differences = (x) => x.slice(1).map((value, n) => value - x[n]);

const length = (x) => Math.sqrt(energy(x));

// The points that groups of numbers are.
const points = (x, size) => Array.from({ length: x.length / size }, (_, n) => x.slice(n * size, (n + 1) * size));

// The first, the second, or (3) both of two numbers.
const ordered = (order, first, second) => [[first], [second], [first, second]][order - 1].map(bounded);

// What is left after some seconds of what fades with a time constant; of a constant 0, nothing.
const faded = (passed, constant) => (constant > 0 ? Math.exp(-passed / constant) : 0);

// The place of a class among the known ones; -1 for one that is none.
const known = (value, classes) => (value >= 0 && value < classes && Number.isInteger(value) ? value : -1);

// The nearest of some values, unless the present one is hardly farther.
const settled = (kept, x, near, band, starts) =>
  starts || Math.abs(x - kept) - Math.abs(x - near) > band ? near : kept;

// Each stage, made of its figures, is a function of the numbers that come in and of the time, to those that come out.
const stages = {
  Selection:
    ({ places }) =>
    (x) =>
      Array.from(places, (place) => x[place]),

  Range:
    ({ start, slope, low, least, most }) =>
    (x) =>
      x.map((value, i) => clamped((value - start[i]) * slope[i] + low[i], least[i], most[i])),

  Standardise:
    ({ mean, deviation }) =>
    (x) =>
      x.map((value, i) => bounded((value - mean[i]) / deviation[i])),

  Clip:
    ({ low, high }) =>
    (x) =>
      x.map((value, i) => clamped(value, low[i], high[i])),

  DeadZone:
    ({ centre, size }) =>
    (x) =>
      x.map((value, i) => {
        const away = value - centre[i];
        return bounded(away - clamped(away, -size[i], size[i]) + centre[i]);
      }),

  // Casiez, Roussel, Vogel: 1 € Filter, CHI 2012.
  OneEuro({ range, slowest, beta, of_speed: ofSpeed }) {
    const watch = new Watch();
    let y = [], v = [];
    return (x, now) => {
      const passed = watch.since(now);
      if (passed < 0 || passed > gap) {
        y = [...x];
        v = y.map(() => 0);
      } else if (passed >= sameTime) {
        const turned = 2 * Math.PI * passed;
        x.forEach((value, i) => {
          const away = value - y[i];
          const speed = clamped(away / range[i] / passed, -1e300, 1e300);
          v[i] += (speed - v[i]) * (1 - 1 / (1 + turned * ofSpeed));
          const turn = turned * (beta * Math.abs(v[i]) + slowest);
          y[i] += away * (turn / (turn + 1));
        });
      }
      return y;
    };
  },

  LowPass({ rate }) {
    const watch = new Watch();
    let y = [];
    return (x, now) => {
      const passed = watch.since(now);
      if (passed < 0 || passed > gap) y = [...x];
      else y = y.map((value, i) => value - (x[i] - value) * Math.expm1(-rate * passed));
      return y;
    };
  },

  HighPass({ rate }) {
    const watch = new Watch();
    let slow = [];
    return (x, now) => {
      const passed = watch.since(now);
      const starts = passed < 0 || passed > gap;
      if (starts) slow = [...x];
      const share = starts ? 0 : -Math.expm1(-rate * passed);
      return x.map((value, i) => {
        const away = value - slow[i];
        slow[i] += away * share;
        return bounded(away * (1 - share));
      });
    };
  },

  Statistics({ window, kinds }) {
    const kept = new Window(window);
    return (x, now) => {
      const frames = kept.take(x, now);
      return [...x].flatMap((_, i) => {
        const values = [frames.map((frame) => frame[i])];
        values.push(differences(values[0]));
        values.push(differences(values[1]));
        return kinds.map((kind) => {
          const of = values[kind >> 3];
          return of.length ? bounded(statistics[kind & 7](of)) : 0;
        });
      });
    };
  },

  Median({ window }) {
    const kept = new Window(window);
    return (x, now) => {
      const frames = kept.take(x, now);
      return x.map((_, i) => {
        const sorted = Float64Array.from(frames, (frame) => frame[i]).sort();
        return 0.5 * (sorted[(frames.length - 1) >> 1] + sorted[frames.length >> 1]);
      });
    };
  },

  // Each number as it was so many frames ago.
  Earlier({ window, ago }) {
    const kept = new Window(window);
    return (x, now) => {
      const frames = kept.take(x, now);
      return [...x].flatMap((_, i) => Array.from(ago, (back) => frames[frames.length - 1 - back][i]));
    };
  },

  // The same, so many seconds ago.
  EarlierSeconds({ window, ago }) {
    const kept = new Window(window);
    return (x, now) => {
      const frames = kept.take(x, now);
      const chosen = Array.from(ago, (back) => {
        let n = frames.length - 1;
        while (n > 0 && kept.times[n] > kept.watch.last - back) n--;
        return frames[n];
      });
      return [...x].flatMap((_, i) => chosen.map((frame) => frame[i]));
    };
  },

  Difference({ order }) {
    const watch = new Watch();
    let before = [], first = [];
    return (x, now) => {
      const starts = watch.starts(now);
      return [...x].flatMap((value, i) => {
        const change = starts ? NaN : value - before[i];
        const second = change - first[i];
        [before[i], first[i]] = [value, change];
        return ordered(order, starts ? 0 : change, Number.isNaN(second) ? 0 : second);
      });
    };
  },

  Speed({ order, shortest }) {
    const watch = new Watch();
    let when = 0, before = [], v = [], a = [];
    return (x, now) => {
      const starts = watch.starts(now);
      const passed = watch.last - when;
      if (starts) {
        v = [...x].map(() => NaN);
        a = v.map(() => 0);
      } else if (passed >= shortest) {
        const speed = [...x].map((value, i) => (value - before[i]) / passed);
        a = speed.map((value, i) => (Number.isNaN(v[i]) ? 0 : (value - v[i]) / passed));
        v = speed;
      }
      if (starts || passed >= shortest) [before, when] = [[...x], watch.last];
      return v.flatMap((value, i) => (Number.isNaN(value) ? ordered(order, 0, 0) : ordered(order, value, a[i])));
    };
  },

  Magnitude:
    ({ size }) =>
    (x) =>
      points(x, size).map((point) => bounded(length(point))),

  Distances:
    ({ size, pairs }) =>
    (x) => {
      const at = (n, i) => x[pairs[n] * size + i];
      const apart = (n) => Array.from({ length: size }, (_, i) => at(2 * n + 1, i) - at(2 * n, i));
      return Array.from({ length: pairs.length / 2 }, (_, n) => bounded(length(apart(n))));
    },

  // The angles between the ways from a point in the middle to two others; -1 is the origin. Kahan 2006.
  Angles:
    ({ size, triples }) =>
    (x) => {
      const at = (point, i) => (point < 0 ? 0 : x[point * size + i]);
      const way = (from, to) => Array.from({ length: size }, (_, i) => at(to, i) - at(from, i));
      return Array.from({ length: triples.length / 3 }, (_, n) => {
        const [end, middle, other] = triples.slice(3 * n, 3 * n + 3);
        const u = way(middle, end), v = way(middle, other);
        const [one, two] = [length(u), length(v)];
        const apart = u.map((value, i) => value * two - v[i] * one);
        const together = u.map((value, i) => value * two + v[i] * one);
        return 2 * Math.atan2(length(apart), length(together));
      });
    },

  // Points as seen from one of them, and by the distance between two; no distance where `from` is `to`.
  Relative({ size, reference, from, to }) {
    let scale = 1;
    return (x) => {
      const moved = [...x].map((value, i) => value - x[reference * size + (i % size)]);
      const apart = Array.from({ length: size }, (_, i) => moved[from * size + i] - moved[to * size + i]);
      if (length(apart) > 0) scale = length(apart);
      return moved.map((value) => bounded(from === to ? value : value / scale));
    };
  },

  Components:
    ({ count, mean, weights }) =>
    (x) =>
      Array.from({ length: count }, (_, n) =>
        bounded(mean.reduce((sum, middle, i) => sum + weights[n * mean.length + i] * (x[i] - middle), 0)),
      ),

  // A pulse where a number turns around at the top, and how high that was. On the way down the sign is -1.
  Peak({ rise, fade }) {
    const watch = new Watch();
    let each = [];
    return (x, now) => {
      const passed = watch.since(now);
      if (passed < 0 || passed > gap) {
        each = [...x].map((value, i) => ({ extreme: -value, sign: -1, pulse: 0, height: each[i] ? each[i].height : 0 }));
      } else {
        each.forEach((one, i) => {
          one.pulse *= faded(passed, fade);
          one.extreme = Math.max(one.extreme, x[i] * one.sign);
          if (one.extreme - x[i] * one.sign < rise[i]) return;
          if (one.sign > 0) [one.height, one.pulse] = [one.extreme, 1];
          one.sign = -one.sign;
          one.extreme = x[i] * one.sign;
        });
      }
      return each.flatMap(({ pulse, height }) => [pulse, height]);
    };
  },

  // A pulse where a number suddenly rises.
  Onset({ threshold, quick, slow, refractory, fade }) {
    const watch = new Watch();
    let each = [];
    return (x, now) => {
      const passed = watch.since(now);
      if (passed < 0 || passed > gap) {
        each = [...x].map((value) => ({ soon: value, late: value, pulse: 0, ready: true, when: -Infinity }));
      } else {
        each.forEach((one, i) => {
          one.soon += (x[i] - one.soon) * (1 - faded(passed, quick));
          one.late += (x[i] - one.late) * (1 - faded(passed, slow));
          one.pulse *= faded(passed, fade);
          const strength = one.soon - one.late;
          if (strength < 0.5 * threshold[i]) one.ready = true;
          if (!(strength > threshold[i]) || !one.ready || !(watch.last - one.when >= refractory)) return;
          [one.pulse, one.ready, one.when] = [1, false, watch.last];
        });
      }
      return each.map(({ pulse }) => pulse);
    };
  },

  // The amplitudes of one number's frequencies: a discrete Fourier transform of the last frames.
  Spectrum({ window, input, bins, taper, scale, cosine, sine }) {
    const kept = new Window(window);
    return (x, now) => {
      const values = kept.take([x[input]], now).map(([value], n) => value * taper[n]);
      return Array.from({ length: bins }, (_, k) => {
        let real = 0, imaginary = 0;
        for (let n = 0, turn = 0; n < values.length; n++, turn = (turn + k) % values.length) {
          real += values[n] * cosine[turn];
          imaginary += values[n] * sine[turn];
        }
        return bounded(scale[k] * Math.sqrt(real * real + imaginary * imaginary));
      });
    };
  },

  // Those of one number after its model.

  Slew({ rise, fall }) {
    const watch = new Watch();
    let y = 0;
    return ([x], now) => {
      const passed = watch.since(now);
      if (passed < 0) y = x;
      else if (passed <= gap) y += clamped(x - y, fall * passed, rise * passed);
      return [y];
    };
  },

  Spring({ omega, damping }) {
    const watch = new Watch();
    const pull = damping * omega, square = 1 - damping * damping;
    const turn = omega * Math.sqrt(Math.abs(square));
    const solved = (passed) => {
      const fade = Math.exp(-pull * passed);
      if (Math.abs(square) < 1e-9) return [fade, passed * fade];
      if (square > 0) return [fade * Math.cos(turn * passed), (fade * Math.sin(turn * passed)) / turn];
      const slow = Math.exp((turn - pull) * passed), fast = Math.exp((-turn - pull) * passed);
      return [0.5 * (slow + fast), (0.5 * (slow - fast)) / turn];
    };
    let y = 0, v = 0;
    return ([x], now) => {
      const passed = watch.since(now);
      if (passed < 0 || passed > gap) {
        [y, v] = [x, 0];
      } else {
        const [c, s] = solved(passed);
        const away = y - x;
        y = x + c * away + s * (v + pull * away);
        v = c * v - s * (omega * omega * away + pull * v);
      }
      return [y];
    };
  },

  Hold({ seconds }) {
    const watch = new Watch();
    let y = 0, changed = 0;
    return ([x], now) => {
      const first = watch.since(now) < 0;
      if (first || (x !== y && watch.last - changed >= seconds)) [y, changed] = [x, watch.last];
      return [y];
    };
  },

  Curve:
    ({ low, range, exponent }) =>
    ([x]) => {
      const share = (x - low) / range;
      return [bounded(low + Math.sign(share) * Math.abs(share) ** exponent * range)];
    },

  Steps({ low, high, last, band }) {
    const watch = new Watch();
    let kept = 0;
    return ([x], now) => {
      const place = clamped((x - low) / (high - low), 0, 1) * last;
      kept = settled(kept, place, rounded(place), band, watch.starts(now));
      return [Math.min((kept / last) * (high - low) + low, high)];
    };
  },

  // The notes of an octave, with one before and one after it.
  Scale({ notes, root, band }) {
    const watch = new Watch();
    let kept = 0;
    return ([x], now) => {
      const octave = Math.floor((x - root) / 12) * 12 + root;
      const away = notes.map((note) => -Math.abs(note - (x - octave)));
      kept = settled(kept, x, octave + notes[best(away)], band, watch.starts(now));
      return [kept];
    };
  },

  // A class stays until another has come in so many frames in a row, and for so long.
  Debounce({ frames, seconds }) {
    const watch = new Watch();
    let stands = 0, wants = NaN, count = 0, began = 0;
    return ([x], now) => {
      const passed = watch.since(now);
      if (passed < 0) stands = x;
      if (x === stands) {
        wants = NaN;
        return [stands];
      }
      if (x !== wants || passed > gap) [wants, count, began] = [x, 0, watch.last];
      count++;
      if (count >= frames && watch.last - began >= seconds) [stands, wants] = [x, NaN];
      return [stands];
    };
  },

  // The most frequent class of the last frames; of several the present one, else the newest.
  Majority({ frames }) {
    const watch = new Watch();
    let stands = 0, window = [];
    return ([x], now) => {
      if (watch.starts(now)) [stands, window] = [x, []];
      window = [x, ...window].slice(0, frames);
      const votes = (one) => window.reduce((count, other) => count + (other === one ? 1 : 0), 0);
      stands = window.reduce((found, one) => (votes(one) > votes(found) ? one : found), stands);
      return [stands];
    };
  },

  // A class stays until another leads by a margin; votes fade. 0 counts as a class.
  Hysteresis({ classes, seconds, margin }) {
    const watch = new Watch();
    let stands = NaN, shares = [];
    return ([x], now) => {
      const passed = watch.since(now);
      const arrived = known(x, classes), present = known(stands, classes);
      if (passed < 0 || passed > gap || arrived < 0 || present < 0) {
        stands = x;
        shares = Array.from({ length: classes }, (_, n) => (n === arrived ? 1 : 0));
        return [stands];
      }
      const part = -Math.expm1(-passed / seconds);
      shares = shares.map((share, n) => share * (1 - part) + (n === arrived ? part : 0));
      const leads = best(shares);
      if (shares[leads] - shares[present] > margin) stands = leads;
      return [stands];
    };
  },

  // A class that has just ended stays away for a time. 0 counts as a class, and may always come back.
  Refractory({ classes, seconds }) {
    const watch = new Watch();
    const left = new Array(classes).fill(NaN);
    let stands = 0;
    return ([x], now) => {
      if (watch.since(now) < 0) stands = x;
      const arrived = known(x, classes), present = known(stands, classes);
      if (x !== stands && (arrived <= 0 || !(watch.last - left[arrived] < seconds))) {
        if (present >= 0) left[present] = watch.last;
        stands = x;
      }
      return [stands];
    };
  },
};

// Stages one after the other. The last finite number stands in for one that is not; as long as there was none, 0 does
// between stages, and NaN comes out at the end.
class Chain {
  constructor(steps) {
    this.steps = steps.map(({ kind, beside, figures }) => ({ beside, step: stages[kind](figures), last: [] }));
    this.came = [];
  }

  step(x, now) {
    let last = this.came;
    let y = this.kept(x, last);
    if (last.some(Number.isNaN)) return last.map(() => NaN);
    for (const one of this.steps) {
      const made = one.step(y, now);
      last = one.last;
      y = this.kept(one.beside ? [...y, ...made] : made, last);
    }
    return last;
  }

  kept(x, last) {
    x.forEach((value, i) => {
      if (Number.isFinite(value)) last[i] = bounded(value);
      else if (i >= last.length) last[i] = NaN;
    });
    return last.map((value) => (Number.isNaN(value) ? 0 : value));
  }
}

// What models see: the results of blocks, each a chain over some of the inputs, in single precision.
class Features {
  constructor(blocks) {
    this.blocks = blocks.map(({ inputs, width, steps }) => ({ inputs, width, chain: new Chain(steps) }));
  }

  step(inputs, now) {
    return this.blocks.flatMap((block) => {
      const x = Array.from(block.inputs, (place) => Math.fround(inputs[place]));
      const y = block.chain.step(x, now);
      return Array.from({ length: block.width }, (_, i) => Math.fround(y[i] || 0));
    });
  }
}
