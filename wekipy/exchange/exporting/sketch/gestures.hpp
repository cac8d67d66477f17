// Gestures spotted in a stream, in programs that wekipy exported. C++11, no other library, no memory taken while
// predicting. All figures are those of the trained model.
#ifndef WEKIPY_GESTURES_1
#define WEKIPY_GESTURES_1

namespace wekipy {

// The examples of gestures, normalised and at even steps in time, and how they are to be recognised.
struct Gestures {
  Scaling scaling;
  double period;              // seconds between frames
  Size gestures;
  const double* thresholds;   // of each gesture; 0 for one that is off or has no examples
  Size templates;
  const int* lengths;         // frames of each template
  const double* strides;      // frames of the stream from one frame of each template to the next
  const int* kinds;           // gesture of each, from 0, rising
  const double* sizes;        // how large each is, relative to the example
  const double* frames;       // of one template after the other
  Size cells;                 // frames of all of them
  double slowest, fastest;    // speeds that count
  Size ring;                  // first frames remembered where only movement counts, wherever it is made; or 0
  double refractory;          // seconds after a gesture without another one
  int early;                  // recognise a gesture as soon as no other can win
  int once_per_run;           // one answer for a whole run

  // By what the sum of a path of a template is multiplied, to be 1 per frame at the threshold.
  double weight(Size t) const {
    const double threshold = thresholds[kinds[t]];
    return 1.0 / (threshold * threshold * unit(t));
  }
  double unit(Size t) const { return sizes[t] * sizes[t] * static_cast<double>(scaling.count); }
  double reached(Size t, int frame) const { return frame * strides[t] + 1.0; }  // frames of the stream to one, from 0
  double span(Size t) const { return reached(t, lengths[t] - 1); }
  bool off(Size t) const { return !(thresholds[kinds[t]] > 0.0); }
};

// One frame of a template, in the present column of the table of time warping.
struct Cell {
  double sum = infinity;  // of squared differences along the best path to here
  int taken = 0;          // frames of that path
  Cell() = default;
  Cell(double sum_, int taken_) : sum(sum_), taken(taken_) {}
  double share(int reached, double weight) const { return sum * weight / std::max(taken, reached); }
};

// A match below its threshold that may become a trigger.
struct Candidate {
  int gesture = 0;          // from 1; 0 for none
  double ratio = infinity;  // its distance as a share of the threshold
  int taken = 0;            // frames from its start to its end
  int waited = 0;           // frames since its end
  bool arrived = false;     // at the end of the template, and not merely taken for it
  Candidate() = default;
  Candidate(int gesture_, double ratio_, int taken_, int waited_, bool arrived_)
      : gesture(gesture_), ratio(ratio_), taken(taken_), waited(waited_), arrived(arrived_) {}
};

// The template of a gesture that is followed best.
struct UnderWay {
  double score = infinity;
  double match = 0.0;  // 1 is as the example, 0.5 at the threshold
  double progress = 0.0;
  int taken = 0;
  UnderWay() = default;
  UnderWay(double score_, double match_, double progress_, int taken_)
      : score(score_), match(match_), progress(progress_), taken(taken_) {}
};

// Subsequence dynamic time warping that follows a stream (Sakurai, Faloutsos and Yamamuro 2007), and one trigger for
// each gesture performed.
template <const Gestures& g>
class Spotter {
 public:
  // One input vector further; without a time it is one period after the last. How far the best match that ends now is
  // goes to `distances`; where none ends, how far this vector alone is. Returns the gesture recognised, from 1; 0 for none.
  int step(const double* x, double seconds, double* distances) {
    fired_ = 0;
    if (!std::isfinite(seconds)) return 0;
    const double time = seconds >= 0.0 ? seconds : heard_ ? time_ + g.period : 0.0;
    if (heard_ && std::fabs(time - time_) > longest_gap()) begin_anew(time < time_);
    g.scaling.apply(x, input_, 1e300);
    take_in(time, distances);
    return fired_;
  }

  // Time has passed without input: a gesture that the stream ended with is recognised now.
  int tick(double seconds) {
    fired_ = 0;
    const double silence = seconds - time_;
    if (!candidate_.gesture || g.once_per_run || !(silence >= std::max(0.03, 3.0 * g.period))) return 0;
    if (silence > longest_gap() || !rivalled()) fire(candidate_.gesture);
    return fired_;
  }

  // A run ends, and the next begins: returns the gesture that came nearest where one is recognised per run.
  int end_run() {
    const int found = g.once_per_run ? nearest_.gesture : 0;
    nearest_ = Candidate{};
    begin_anew(true);
    return found;
  }

 private:
  static constexpr double tie = 1e-9;       // of a sum: paths as near as that are equal
  static constexpr double farthest = 1e3;   // of a normalised input
  static constexpr double patience = 0.05;  // seconds without a better match after which one has ended
  static constexpr double followed = 0.9;   // of a gesture that must have been followed when a path ends
  static constexpr double rival = 0.3;      // of a gesture that must be under way for it to be waited for

  static double longest_gap() { return std::max(0.2, 5.0 * g.period); }

  void drop_paths() { std::fill(std::begin(cells_), std::end(cells_), Cell{}); }

  // At once: also without the rest of a pause after a trigger.
  void begin_anew(bool at_once) {
    heard_ = false;
    drop_paths();
    barred_ = 0;
    candidate_ = Candidate{};
    if (at_once) quiet_until_ = -infinity;
  }

  // Even steps in time: what dropped out is filled in, what comes too fast is left out.
  void take_in(double arrived, double* distances) {
    const double before = sent_, time = sent(arrived);
    time_ = arrived;
    sent_ = time;
    if (!heard_) due_ = time;
    const double steps = (time - due_) / g.period + 1.5;
    const long count = steps > 0.0 ? static_cast<long>(steps) : 0;
    for (long n = 0; n + 1 < count; ++n) {
      const double at = due_ + static_cast<double>(n) * g.period;
      const double share = time <= before ? 1.0 : clamped((at - before) / (time - before), 0.0, 1.0);
      for (Size i = 0; i < g.scaling.count; ++i) frame_[i] = last_[i] + share * (input_[i] - last_[i]);
      go_on(distances);
    }
    due_ += static_cast<double>(count) * g.period;
    heard_ = true;
    std::copy(std::begin(input_), std::end(input_), last_);
    if (count == 0) return;
    std::copy(std::begin(input_), std::end(input_), frame_);
    go_on(distances);
  }

  // When a frame was sent that arrived now, without jitter and bursts: about one mean interval after the one before.
  double sent(double arrived) {
    if (!heard_) {
      count_ = 0;
      interval_ = 0.0;
      return arrived;
    }
    if (count_ < 32) ++count_;
    interval_ += (std::max(0.0, arrived - time_) - interval_) / count_;
    const double expected = sent_ + interval_;
    return std::min(arrived, expected + 0.1 * (arrived - expected));
  }

  // One even step: match, then decide.
  void go_on(double* distances) {
    for (double& value : frame_) value = clamped(value, -farthest, farthest);
    if (g.ring > 0) remember();
    const Candidate found = match(distances);
    if (candidate_.gesture && !g.once_per_run) ++candidate_.waited;
    if (g.once_per_run || (time_ >= quiet_until_ && !fired_)) {
      if (found.ratio < 1.0 && found.ratio < candidate_.ratio) candidate_ = found;
      if (!g.once_per_run) {
        decide();
      } else if (candidate_.ratio < nearest_.ratio) {
        nearest_ = candidate_;
      }
    }
  }

  // The frame joins the first positions of paths that began just before.
  void remember() {
    const Size n = g.scaling.count;
    at_ = (at_ + 1) % g.ring;
    std::copy(std::begin(frame_), std::end(frame_), ring_ + at_ * n);
    for (Size back = 1; back < 3; ++back) {
      double* first = ring_ + (at_ + g.ring - back) % g.ring * n;
      for (Size i = 0; i < n; ++i) first[i] += (frame_[i] - first[i]) / static_cast<double>(back + 1);
    }
  }

  // All templates one frame further; returns the best of the matches that end now.
  Candidate match(double* distances) {
    Candidate best_now;
    const bool may_begin = barred_ == 0;
    if (!may_begin) --barred_;
    std::fill(distances, distances + g.gestures, infinity);
    std::fill(std::begin(alone_), std::end(alone_), infinity);
    Size first = 0;
    for (Size t = 0; t < g.templates; first += static_cast<Size>(g.lengths[t++])) {
      double costs = 0.0;
      const int late = advance(t, first, may_begin, costs);
      const Cell end = cells_[first + static_cast<Size>(g.lengths[t]) - 1];
      if (g.off(t)) continue;
      const double distance = ended(t, end), ratio = distance / g.thresholds[g.kinds[t]];
      distances[g.kinds[t]] = std::min(distances[g.kinds[t]], distance);
      alone_[g.kinds[t]] = std::min(alone_[g.kinds[t]], std::sqrt(costs / (g.lengths[t] * g.unit(t))));
      if (ratio < best_now.ratio) best_now = {g.kinds[t] + 1, ratio, end.taken, 0, late <= 2};
    }
    for (Size k = 0; k < g.gestures; ++k) {
      if (!(distances[k] < infinity)) distances[k] = alone_[k];
    }
    if (best_now.arrived && best_now.ratio < 1.0) {
      best_now.arrived = under_way(best_now.gesture - 1).progress >= followed;
    }
    return best_now;
  }

  // Root mean squared difference per frame and input of a match that ends now.
  static double ended(Size t, Cell end) {
    const int length = g.lengths[t];
    const double span = g.span(t);
    if (end.taken < std::floor(span / g.fastest) || end.taken > std::ceil(span / g.slowest)) return infinity;
    return std::sqrt(end.sum / (std::max(end.taken, length) * g.unit(t)));
  }

  // The column of one template. Each cell is entered by the better of the paths that were there and at the one before
  // it. Returns how many frames before the last the path to the last cell entered this column; `total` becomes the sum of
  // squared differences of the frame and all of the template's.
  int advance(Size t, Size first, bool may_begin, double& total) {
    const int length = g.lengths[t];
    const double slack = 2.0 + g.span(t) / 10.0;
    Cell before, chosen;
    double lowest = infinity;
    int source = 0, from = 1;
    for (int i = 0; i < length; ++i) {
      Cell& cell = cells_[first + static_cast<Size>(i)];
      Cell entering = i > 0 && !(before.sum < cell.sum) ? cell : before;
      if (i == 0) entering = Cell{may_begin ? 0.0 : infinity, 0};
      before = cell;
      if (entering.sum < infinity) ++entering.taken;
      if (entering.taken > g.reached(t, i) / g.slowest + slack) entering.sum = infinity;
      if (entering.sum < infinity) from = entering.taken;
      const double cost = difference(first + static_cast<Size>(i), from);
      total += cost;
      const double entered = entering.sum - total + cost;
      lowest = std::min(lowest, entered);
      if (entered <= lowest + tie) {
        source = i;
        chosen = entering;
      }
      const bool too_fast = chosen.taken < g.reached(t, i) / g.fastest - slack;
      cell = {too_fast ? infinity : lowest + total, chosen.taken};
    }
    return length - 1 - source;
  }

  // The squared difference of the frame and one of a template; where only movement counts, since the path began.
  double difference(Size row, int taken) const {
    const Size n = g.scaling.count;
    const double* expected = g.frames + row * n;
    double square = 0.0;
    if (g.ring == 0) {
      for (Size i = 0; i < n; ++i) square += (frame_[i] - expected[i]) * (frame_[i] - expected[i]);
      return square;
    }
    const double* start = ring_ + (at_ + g.ring + 1 - static_cast<Size>(taken)) % g.ring * n;
    for (Size i = 0; i < n; ++i) {
      const double away = frame_[i] - start[i] - expected[i];
      square += away * away;
    }
    return square;
  }

  void decide() {
    if (candidate_.gesture) {
      const bool ended = candidate_.arrived || candidate_.waited >= std::max(1.0, std::ceil(patience / g.period));
      if (ended && !(candidate_.waited < candidate_.taken && rivalled())) return fire(candidate_.gesture);
    }
    if (g.early) look_ahead();
  }

  // Nothing that has begun by now, or in the rest of the gesture, makes another trigger.
  void fire(int gesture, int remaining = 0) {
    fired_ = gesture;
    candidate_ = Candidate{};
    drop_paths();
    barred_ = remaining;
    quiet_until_ = time_ + std::max(g.refractory, remaining * g.period);
  }

  // Whether another gesture that overlaps with the candidate is under way and nearer to its example.
  bool rivalled() const {
    const int taken = 1 + candidate_.waited + candidate_.taken / 2;
    return nearest_other(candidate_.gesture - 1, taken, rival) < candidate_.ratio * candidate_.ratio;
  }

  // How near another gesture is to its example, as the square of the share of its threshold, if it began at least so
  // many frames ago and has come at least so far, but not to its end.
  double nearest_other(int kind, int taken, double progress) const {
    double nearest = infinity;
    Size first = 0;
    for (Size t = 0; t < g.templates; first += static_cast<Size>(g.lengths[t++])) {
      if (g.kinds[t] == kind || g.off(t)) continue;
      const double weight = g.weight(t);
      for (int reached = 1; reached < g.lengths[t]; ++reached) {
        const Cell& cell = cells_[first + static_cast<Size>(reached) - 1];
        if (reached < progress * g.lengths[t] || cell.taken < taken) continue;
        nearest = std::min(nearest, cell.share(reached, weight));
      }
    }
    return nearest;
  }

  // Recognises the gesture under way that no other can beat any more, if there is one.
  void look_ahead() {
    int kind = 0;
    UnderWay clearest;
    for (int other = 0; other < static_cast<int>(g.gestures); ++other) {
      const UnderWay found = under_way(other);
      if (!(found.match > clearest.match)) continue;
      clearest = found;
      kind = other;
    }
    if (clearest.match < 0.7 || clearest.progress < 0.5) return;
    if (nearest_other(kind, 1 + clearest.taken / 2, rival / 2.0) < 1.0) return;
    fire(kind + 1, static_cast<int>(clearest.taken * (1.0 - clearest.progress) / clearest.progress));
  }

  UnderWay under_way(int kind) const {
    UnderWay found;
    Size first = 0;
    for (Size t = 0; t < g.templates; first += static_cast<Size>(g.lengths[t++])) {
      if (g.kinds[t] != kind || g.off(t)) continue;
      const double weight = g.weight(t), doubt = 0.12 * g.span(t);
      for (int reached = 1; reached <= g.lengths[t]; ++reached) {
        const Cell& cell = cells_[first + static_cast<Size>(reached) - 1];
        const double score = (cell.sum * weight + doubt) / std::max(cell.taken, reached);
        if (!(score < found.score)) continue;
        const double progress = static_cast<double>(reached) / g.lengths[t];
        found = {score, std::exp2(-cell.share(reached, weight)), progress, cell.taken};
      }
    }
    return found.score < 1.0 ? found : UnderWay{};
  }

  Cell cells_[larger(g.cells, 1)];
  double alone_[g.gestures] = {};             // how far the present step alone is from each gesture
  double input_[g.scaling.count] = {};        // the latest input vector, normalised
  double last_[g.scaling.count] = {};           // the one before it
  double frame_[g.scaling.count] = {};          // the present even step
  double ring_[larger(g.ring * g.scaling.count, 1)] = {};  // where movements began
  Size at_ = 0;
  int barred_ = 0;  // frames in which no path may begin
  Candidate candidate_, nearest_;
  bool heard_ = false;
  int count_ = 0;  // intervals that the mean is of
  double interval_ = 0.0, sent_ = 0.0, time_ = 0.0, due_ = 0.0, quiet_until_ = -infinity;
  int fired_ = 0;
};

}  // namespace wekipy

#endif  // WEKIPY_GESTURES_1
