// Gestures spotted in a stream: subsequence dynamic time warping (Sakurai, Faloutsos and Yamamuro 2007), and one
// trigger for each gesture performed.

const tie = 1e-9; // of a sum: paths as near as that are equal
const farthest = 1e3; // of a normalised input
const patience = 0.05; // seconds without a better match after which one has ended
const followed = 0.9; // of a gesture that must have been followed when a path ends
const rival = 0.3; // of a gesture that must be under way for it to be waited for
const nobody = { gesture: 0, ratio: Infinity, taken: 0, waited: 0, arrived: false };

class Spotter {
  constructor(model) {
    this.model = model;
    const count = model.scaling.count;
    let first = 0;
    this.templates = Array.from(model.lengths, (length, t) => {
      const threshold = model.thresholds[model.kinds[t]];
      const unit = model.sizes[t] * model.sizes[t] * count;
      const weight = 1 / (threshold * threshold * unit);
      const stride = model.strides[t], span = (length - 1) * stride + 1;
      const kind = model.kinds[t], on = threshold > 0;
      const template = { first, length, stride, span, kind, threshold, unit, weight, on };
      first += length;
      return template;
    });
    this.frames = Float64Array.from(model.frames);
    this.sums = new Float64Array(first); // of squared differences along the best path to each frame of a template
    this.taken = new Int32Array(first); // frames of that path
    this.last = new Float64Array(count);
    this.frame = new Float64Array(count); // the present even step
    this.ring = new Float64Array(model.ring * count); // where movements began
    this.alone = new Float64Array(model.gestures); // how far the present step alone is from each gesture
    this.at = 0;
    this.time = this.sent = this.due = this.fired = 0;
    this.longestGap = Math.max(0.2, 5 * model.period);
    this.nearest = nobody;
    this.beginAnew(true);
  }

  // One input vector further; without a time it is one period after the last. How far the best match that ends now is
  // goes to `distances`, from `slot` on; where none ends, how far this vector alone is. Returns the gesture recognised, from 1; 0 for none.
  step(x, seconds, distances, slot) {
    this.fired = 0;
    if (!Number.isFinite(seconds)) return 0;
    const time = seconds >= 0 ? seconds : this.heard ? this.time + this.model.period : 0;
    if (this.heard && Math.abs(time - this.time) > this.longestGap) this.beginAnew(time < this.time);
    this.takeIn(scaled(this.model.scaling, x, 1e300), time, distances, slot);
    return this.fired;
  }

  // Time has passed without input: a gesture that the stream ended with is recognised now.
  tick(seconds) {
    this.fired = 0;
    const { period, once_per_run: once } = this.model;
    const silence = seconds - this.time;
    if (!this.candidate.gesture || once || !(silence >= Math.max(0.03, 3 * period))) return 0;
    if (silence > this.longestGap || !this.rivalled()) this.fire(this.candidate.gesture);
    return this.fired;
  }

  // A run ends, and the next begins: returns the gesture that came nearest where one is recognised per run.
  endRun() {
    const found = this.model.once_per_run ? this.nearest.gesture : 0;
    this.nearest = nobody;
    this.beginAnew(true);
    return found;
  }

  // At once: also without the rest of a pause after a trigger.
  beginAnew(atOnce) {
    this.heard = false;
    this.sums.fill(Infinity);
    this.barred = 0; // frames in which no path may begin
    this.candidate = nobody; // a match below its threshold that may become a trigger
    if (atOnce) this.quietUntil = -Infinity;
  }

  // Even steps in time: what dropped out is filled in, what comes too fast is left out.
  takeIn(z, arrived, distances, slot) {
    const { period } = this.model;
    const before = this.sent, time = this.whenSent(arrived);
    this.time = arrived;
    this.sent = time;
    if (!this.heard) this.due = time;
    const count = Math.floor(Math.max(0, (time - this.due) / period + 1.5));
    for (let n = 0; n < count - 1; n++) {
      const at = this.due + n * period;
      const share = time <= before ? 1 : clamped((at - before) / (time - before), 0, 1);
      this.frame.forEach((_, i) => (this.frame[i] = this.last[i] + share * (z[i] - this.last[i])));
      this.goOn(distances, slot);
    }
    this.due += count * period;
    this.heard = true;
    this.last.set(z);
    if (count === 0) return;
    this.frame.set(z);
    this.goOn(distances, slot);
  }

  // When a frame was sent that arrived now, without jitter and bursts: about one mean interval after the one before.
  whenSent(arrived) {
    if (!this.heard) {
      this.intervals = this.interval = 0; // how many the mean is of, and the mean
      return arrived;
    }
    this.intervals = Math.min(this.intervals + 1, 32);
    this.interval += (Math.max(0, arrived - this.time) - this.interval) / this.intervals;
    const expected = this.sent + this.interval;
    return Math.min(arrived, expected + 0.1 * (arrived - expected));
  }

  // One even step: match, then decide.
  goOn(distances, slot) {
    const { ring, once_per_run: once } = this.model;
    this.frame.forEach((value, i) => (this.frame[i] = clamped(value, -farthest, farthest)));
    if (ring > 0) this.remember();
    const found = this.match(distances, slot);
    if (this.candidate.gesture) this.candidate.waited += 1;
    if (!once && (this.time < this.quietUntil || this.fired)) return;
    if (found.ratio < 1 && found.ratio < this.candidate.ratio) this.candidate = found;
    if (!once) this.decide();
    else if (this.candidate.ratio < this.nearest.ratio) this.nearest = this.candidate;
  }

  // The frame joins the first positions of paths that began just before.
  remember() {
    const { ring } = this.model;
    const n = this.frame.length;
    this.at = (this.at + 1) % ring;
    this.ring.set(this.frame, this.at * n);
    for (let back = 1; back < 3; back++) {
      const first = ((this.at + ring - back) % ring) * n;
      for (let i = 0; i < n; i++) this.ring[first + i] += (this.frame[i] - this.ring[first + i]) / (back + 1);
    }
  }

  // All templates one frame further; returns the best of the matches that end now.
  match(distances, slot) {
    const mayBegin = this.barred === 0;
    if (!mayBegin) this.barred -= 1;
    let best = nobody;
    distances.fill(Infinity, slot, slot + this.model.gestures);
    this.alone.fill(Infinity);
    for (const template of this.templates) {
      const late = this.advance(template, mayBegin);
      if (!template.on) continue;
      const distance = this.ended(template), ratio = distance / template.threshold;
      const place = slot + template.kind;
      distances[place] = Math.min(distances[place], distance);
      this.alone[template.kind] = Math.min(this.alone[template.kind], this.standing(template));
      if (ratio < best.ratio) {
        const taken = this.taken[template.first + template.length - 1];
        best = { gesture: template.kind + 1, ratio, taken, waited: 0, arrived: late <= 2 };
      }
    }
    this.alone.forEach((distance, k) => {
      if (distances[slot + k] === Infinity) distances[slot + k] = distance;
    });
    if (best.arrived && best.ratio < 1) best.arrived = (this.underWay(best.gesture - 1)?.progress ?? 0) >= followed;
    return best;
  }

  // Root mean squared difference per frame and input of the present step alone.
  standing({ length, unit }) {
    return Math.sqrt(this.total / (length * unit));
  }

  // Root mean squared difference per frame and input of a match that ends now.
  ended({ first, length, span, unit }) {
    const { slowest, fastest } = this.model;
    const end = first + length - 1, taken = this.taken[end];
    if (taken < Math.floor(span / fastest) || taken > Math.ceil(span / slowest)) return Infinity;
    return Math.sqrt(this.sums[end] / (Math.max(taken, length) * unit));
  }

  // The column of one template. Each cell is entered by the better of the paths that were there and at the one before
  // it. Returns how many frames before the last the path to the last cell entered this column.
  advance({ first, length, stride, span }, mayBegin) {
    const { slowest, fastest } = this.model;
    const { sums, taken } = this;
    const slack = 2 + span / 10;
    let beforeSum = Infinity, beforeTaken = 0;
    let total = 0, lowest = Infinity, source = 0, chosen = 0, from = 1;
    for (let i = 0; i < length; i++) {
      const cell = first + i, reached = i * stride + 1;
      let sum = sums[cell], frames = taken[cell];
      const stayed = sum, stayedFrames = frames;
      if (i === 0) [sum, frames] = [mayBegin ? 0 : Infinity, 0];
      else if (beforeSum < sum) [sum, frames] = [beforeSum, beforeTaken];
      [beforeSum, beforeTaken] = [stayed, stayedFrames];
      if (sum < Infinity) frames += 1;
      if (frames > reached / slowest + slack) sum = Infinity;
      if (sum < Infinity) from = frames;
      const cost = this.difference(cell, from);
      total += cost;
      const entered = sum - total + cost;
      lowest = Math.min(lowest, entered);
      if (entered <= lowest + tie) [source, chosen] = [i, frames];
      sums[cell] = chosen < reached / fastest - slack ? Infinity : lowest + total;
      taken[cell] = chosen;
    }
    this.total = total; // of squared differences of the frame and all of the template's
    return length - 1 - source;
  }

  // The squared difference of the frame and one of a template; where only movement counts, since the path began.
  difference(row, taken) {
    const { frame, frames, ring } = this;
    const n = frame.length, size = this.model.ring;
    if (size === 0) return squared(frame, frames, row);
    const start = ((this.at + size + 1 - taken) % size) * n;
    let square = 0;
    for (let i = 0; i < n; i++) square += (frame[i] - ring[start + i] - frames[row * n + i]) ** 2;
    return square;
  }

  decide() {
    const { gesture, arrived, waited, taken } = this.candidate;
    if (gesture) {
      const ended = arrived || waited >= Math.max(1, Math.ceil(patience / this.model.period));
      if (ended && !(waited < taken && this.rivalled())) return this.fire(gesture);
    }
    if (this.model.early) this.lookAhead();
  }

  // Nothing that has begun by now, or in the rest of the gesture, makes another trigger.
  fire(gesture, remaining = 0) {
    this.fired = gesture;
    this.candidate = nobody;
    this.sums.fill(Infinity);
    this.barred = remaining;
    this.quietUntil = this.time + Math.max(this.model.refractory, remaining * this.model.period);
  }

  // Whether another gesture that overlaps with the candidate is under way and nearer to its example.
  rivalled() {
    const { gesture, ratio, taken, waited } = this.candidate;
    return this.nearestOther(gesture - 1, 1 + waited + Math.floor(taken / 2), rival) < ratio * ratio;
  }

  // How near a frame (from 1) of a template is to what came, as the square of the share of the threshold.
  share({ first, weight }, reached) {
    return (this.sums[first + reached - 1] * weight) / Math.max(this.taken[first + reached - 1], reached);
  }

  // How near another gesture is to its example, if it began at least so many frames ago and has come at least so far,
  // but not to its end.
  nearestOther(kind, taken, progress) {
    let nearest = Infinity;
    for (const template of this.templates) {
      if (template.kind === kind || !template.on) continue;
      for (let reached = 1; reached < template.length; reached++) {
        if (reached < progress * template.length || this.taken[template.first + reached - 1] < taken) continue;
        nearest = Math.min(nearest, this.share(template, reached));
      }
    }
    return nearest;
  }

  // Recognises the gesture under way that no other can beat any more, if there is one.
  lookAhead() {
    let kind = 0, clearest = { match: 0, progress: 0, taken: 0 };
    for (let other = 0; other < this.model.gestures; other++) {
      const found = this.underWay(other);
      if (found && found.match > clearest.match) [kind, clearest] = [other, found];
    }
    const { match, progress, taken } = clearest;
    if (match < 0.7 || progress < 0.5) return;
    if (this.nearestOther(kind, 1 + Math.floor(taken / 2), rival / 2) < 1) return;
    this.fire(kind + 1, Math.floor((taken * (1 - progress)) / progress));
  }

  // The template of a gesture that is followed best: 1 is as the example, 0.5 at the threshold.
  underWay(kind) {
    let lowest = 1, found = null;
    for (const template of this.templates) {
      if (template.kind !== kind || !template.on) continue;
      const { first, length, span, weight } = template;
      for (let reached = 1; reached <= length; reached++) {
        const taken = this.taken[first + reached - 1];
        const score = (this.sums[first + reached - 1] * weight + 0.12 * span) / Math.max(taken, reached);
        if (!(score < lowest)) continue;
        lowest = score;
        found = { match: 2 ** -this.share(template, reached), progress: reached / length, taken };
      }
    }
    return found;
  }
}
