// Stages before and after models, in programs that wekipy exported. C++11, no other library, no memory taken while
// predicting. All figures are those of the project and of what its stages have learned.
#ifndef WEKIPY_CHAIN_1
#define WEKIPY_CHAIN_1

namespace wekipy {

WEKIPY_CONSTANT double gap = 1.0;  // seconds without a frame, after which what came before says nothing any more
WEKIPY_CONSTANT double grid = 1048576.0;  // of times, in steps per second: differences are exact
WEKIPY_CONSTANT double frame_period = 10486.0 / grid;  // 0.01 seconds between frames that come without a time
WEKIPY_CONSTANT double same_time = 1e-9;  // seconds: frames that are closer came at the same time
WEKIPY_CONSTANT double two_pi = 6.283185307179586;
WEKIPY_CONSTANT double no_number = std::numeric_limits<double>::quiet_NaN();

inline double bounded(double value) { return clamped(value, -largest, largest); }

// Rounded to single precision, as inputs are recorded and features computed.
inline double single(double value) {
  if (!(std::fabs(value) < 3.4028235677973366e38)) return value < 0.0 ? -infinity : infinity;
  return static_cast<float>(bounded(value));
}

inline bool is_time(double seconds) { return seconds >= 0.0 && seconds < infinity; }

inline double on_grid(double seconds) { return is_time(seconds) ? std::nearbyint(seconds * grid) / grid : seconds; }

// The time of each frame.
class Clock {
 public:
  double at(double seconds) {
    if (is_time(seconds)) return now_ = seconds;
    return now_ = std::isnan(now_) ? 0.0 : now_ + frame_period;
  }

 private:
  double now_ = no_number;
};

// What stages remember; nothing at first.
template <Size count>
struct Memory {
  double numbers[count];
  Memory() { std::fill(std::begin(numbers), std::end(numbers), no_number); }
};

// How many numbers a stage takes in the memory of its chain.
template <class Stage>
constexpr Size room(const Stage& stage) {
  return 2 * stage.results() + stage.memory();
}

// The way of one frame through the stages of a chain. Each stage has its place in the memory: for each number that comes
// out the last one that was finite, which stands in for one that is not; then the numbers themselves; then what the
// stage remembers. Null goes past all stages, as long as nothing finite has come in.
class Walk {
 public:
  Walk(double* memory, double now) : at_(memory), went_(memory), now_(now) {}

  const double* enter(const double* inputs, const int* places, Size count) {
    double* last = at_;
    double* x = last + count;
    at_ = x + count;
    for (Size i = 0; i < count; ++i) x[i] = single(inputs[places[i]]);
    return entered(last, x, count);
  }

  const double* enter(double value) {
    double* last = at_;
    at_ += 2;
    last[1] = value;
    return entered(last, last + 1, 1);
  }

  template <class Stage>
  const double* step(const Stage& stage, const double* x) {
    double* last = at_;
    double* out = last + stage.results();
    double* memory = out + stage.results();
    at_ = memory + stage.memory();
    if (!x) return nullptr;
    stage.step(x, now_, memory, out);
    keep(last, out, stage.results());
    return out;
  }

  // Features as models read them; returns where those of the next block go.
  double* leave(const double* x, Size count, double* features) const {
    for (Size i = 0; i < count; ++i) features[i] = x ? single(x[i]) : 0.0;
    return features + count;
  }

  // The one number that came out, or NaN if there was none yet.
  double leave(const double* x) const { return x ? *went_ : no_number; }

 private:
  const double* entered(double* last, double* x, Size count) {
    keep(last, x, count);
    return std::any_of(last, last + count, [](double value) { return std::isnan(value); }) ? nullptr : x;
  }

  void keep(double* last, double* x, Size count) {
    went_ = last;
    for (Size i = 0; i < count; ++i) {
      if (std::isfinite(x[i])) last[i] = bounded(x[i]);
      x[i] = std::isnan(last[i]) ? 0.0 : last[i];
    }
  }

  double* at_;
  double* went_;
  double now_;
};

// ---------------------------------------------------------------------------------------------------------
// Stages: results() numbers come out, memory() are remembered. The first of these is the time of the last frame.
namespace stages {

// Seconds since the last frame, at least 0; -1 if this is the first one.
inline double since(double& last, double now) {
  const double before = last;
  if (!(now < before)) last = now;
  return std::isnan(before) ? -1.0 : now < before ? 0.0 : now - before;
}

inline bool anew(double passed) { return passed < 0.0 || passed > gap; }

// The numbers that come in, before the results of another stage.
template <class Stage>
struct Beside {
  Stage stage;
  Size count;
  constexpr Size results() const { return count + stage.results(); }
  constexpr Size memory() const { return stage.memory(); }
  void step(const double* x, double now, double* memory, double* out) const {
    std::copy(x, x + count, out);
    stage.step(x, now, memory, out + count);
  }
};

struct Selection {
  Size count;
  const int* places;
  constexpr Size results() const { return count; }
  constexpr Size memory() const { return 0; }
  void step(const double* x, double, double*, double* out) const {
    for (Size i = 0; i < count; ++i) out[i] = x[places[i]];
  }
};

struct Range {
  Size count;
  const double* start;
  const double* slope;
  const double* low;
  const double* least;
  const double* most;
  constexpr Size results() const { return count; }
  constexpr Size memory() const { return 0; }
  void step(const double* x, double, double*, double* out) const {
    for (Size i = 0; i < count; ++i) out[i] = clamped((x[i] - start[i]) * slope[i] + low[i], least[i], most[i]);
  }
};

struct Standardise {
  Size count;
  const double* mean;
  const double* deviation;
  constexpr Size results() const { return count; }
  constexpr Size memory() const { return 0; }
  void step(const double* x, double, double*, double* out) const {
    for (Size i = 0; i < count; ++i) out[i] = bounded((x[i] - mean[i]) / deviation[i]);
  }
};

struct Clip {
  Size count;
  const double* low;
  const double* high;
  constexpr Size results() const { return count; }
  constexpr Size memory() const { return 0; }
  void step(const double* x, double, double*, double* out) const {
    for (Size i = 0; i < count; ++i) out[i] = clamped(x[i], low[i], high[i]);
  }
};

struct DeadZone {
  Size count;
  const double* centre;
  const double* size;
  constexpr Size results() const { return count; }
  constexpr Size memory() const { return 0; }
  void step(const double* x, double, double*, double* out) const {
    for (Size i = 0; i < count; ++i) {
      const double away = x[i] - centre[i];
      out[i] = bounded(away - clamped(away, -size[i], size[i]) + centre[i]);
    }
  }
};

// Casiez, Roussel, Vogel: 1 € Filter, CHI 2012.
struct OneEuro {
  Size count;
  const double* range;
  double slowest, beta, of_speed;
  constexpr Size results() const { return count; }
  constexpr Size memory() const { return 1 + 2 * count; }
  void step(const double* x, double now, double* memory, double* out) const {
    const double passed = since(memory[0], now);
    for (Size i = 0; i < count; ++i) {
      double& y = memory[1 + i];
      double& v = memory[1 + count + i];
      if (anew(passed)) {
        y = x[i];
        v = 0.0;
      } else if (passed >= same_time) {
        const double away = x[i] - y;
        v += (clamped(away / range[i] / passed, -1e300, 1e300) - v) * (1.0 - 1.0 / (1.0 + two_pi * of_speed * passed));
        const double turn = two_pi * passed * (beta * std::fabs(v) + slowest);
        y += away * (turn / (turn + 1.0));
      }
      out[i] = y;
    }
  }
};

struct LowPass {
  Size count;
  double rate;
  constexpr Size results() const { return count; }
  constexpr Size memory() const { return 1 + count; }
  void step(const double* x, double now, double* memory, double* out) const {
    const double passed = since(memory[0], now), share = -std::expm1(-rate * passed);
    for (Size i = 0; i < count; ++i) {
      double& y = memory[1 + i];
      if (anew(passed)) y = x[i];
      else y += (x[i] - y) * share;
      out[i] = y;
    }
  }
};

struct HighPass {
  Size count;
  double rate;
  constexpr Size results() const { return count; }
  constexpr Size memory() const { return 1 + count; }
  void step(const double* x, double now, double* memory, double* out) const {
    const double passed = since(memory[0], now), share = anew(passed) ? 0.0 : -std::expm1(-rate * passed);
    for (Size i = 0; i < count; ++i) {
      double& slow = memory[1 + i];
      if (anew(passed)) slow = x[i];
      const double away = x[i] - slow;
      slow += away * share;
      out[i] = bounded(away * (1.0 - share));
    }
  }
};

// The last frames: the newest `rows`, or, where `seconds` is above 0, those of them that came in the last `seconds`.
struct Window {
  Size width, rows;
  double seconds;
  int filled;  // whether the first frame stands for all that are missing
  constexpr Size memory() const { return 3 + rows * width + (seconds > 0.0 ? rows : 0); }
  // One frame more; returns how many there are now.
  Size take(const double* x, double now, double* memory) const {
    const bool begins = anew(since(memory[0], now));
    double* frames = memory + 3;
    Size count = begins ? 0 : static_cast<Size>(memory[1]);
    const Size end = begins ? 0 : static_cast<Size>(memory[2]);
    for (Size n = 0; begins && filled && n < rows; ++n, count = rows) std::copy(x, x + width, frames + n * width);
    std::copy(x, x + width, frames + end * width);
    if (count < rows) ++count;
    memory[2] = static_cast<double>((end + 1) % rows);
    if (seconds > 0.0) {
      frames[rows * width + end] = memory[0];
      while (count > 1 && time(memory, count - 1) < memory[0] - seconds + same_time) --count;
    }
    memory[1] = static_cast<double>(count);
    return count;
  }
  // The frame that came so many before the newest, and when it came.
  const double* frame(const double* memory, Size ago) const { return memory + 3 + place(memory, ago) * width; }
  double time(const double* memory, Size ago) const { return memory[3 + rows * width + place(memory, ago)]; }

 private:
  Size place(const double* memory, Size ago) const {
    return (static_cast<Size>(memory[2]) + rows - 1 - ago) % rows;
  }
};

// Of each number, statistics of the last frames, or of the first or second differences between them.
struct Statistics {
  Window window;
  Size count;
  const int* kinds;  // which statistic, plus 8 for the first differences, plus 16 for the second
  constexpr Size results() const { return window.width * count; }
  constexpr Size memory() const { return window.memory(); }
  void step(const double* x, double now, double* memory, double* out) const {
    const Size frames = window.take(x, now, memory);
    for (Size i = 0; i < window.width; ++i) {
      for (Size s = 0; s < count; ++s) *out++ = bounded(of(Column{*this, memory, i, frames, kinds[s] / 8}, kinds[s] % 8));
    }
  }

 private:
  struct Column {
    const Statistics& all;
    const double* memory;
    Size place, frames;
    int order;
    Size count() const { return frames > static_cast<Size>(order) ? frames - static_cast<Size>(order) : 0; }
    double at(Size n) const { return difference(n, order); }
    double difference(Size n, int steps) const {
      if (steps == 0) return all.window.frame(memory, frames - 1 - n)[place];
      return difference(n + 1, steps - 1) - difference(n, steps - 1);
    }
  };
  static double of(const Column& x, int kind) {
    const Size n = x.count();
    if (n == 0) return 0.0;
    const double share = 1.0 / static_cast<double>(n);
    double sum = 0.0, square = 0.0, least = infinity, most = -infinity, crossings = 0.0;
    for (Size k = 0; k < n; ++k) {
      const double value = x.at(k);
      sum += value;
      square += value * value;
      least = std::min(least, value);
      most = std::max(most, value);
      if (k > 0 && (value >= 0.0) != (x.at(k - 1) >= 0.0)) crossings += 1.0;
    }
    if (kind == 1) return std::sqrt(variance(x, sum * share));
    const double found[] = {sum * share, 0.0, least, most, most - least, std::sqrt(square * share), square, crossings};
    return found[kind];
  }
  static double variance(const Column& x, double mean) {
    double sum = 0.0;
    for (Size k = 0; k < x.count(); ++k) sum += (x.at(k) - mean) * (x.at(k) - mean);
    return sum / static_cast<double>(x.count());
  }
};

struct Median {
  Window window;
  constexpr Size results() const { return window.width; }
  constexpr Size memory() const { return window.memory() + window.rows; }
  void step(const double* x, double now, double* memory, double* out) const {
    const Size frames = window.take(x, now, memory);
    double* sorted = memory + window.memory();
    for (Size i = 0; i < window.width; ++i) {
      for (Size n = 0; n < frames; ++n) sorted[n] = window.frame(memory, n)[i];
      std::sort(sorted, sorted + frames);
      out[i] = 0.5 * (sorted[(frames - 1) / 2] + sorted[frames / 2]);
    }
  }
};

// Each number as it was so many frames ago.
struct Earlier {
  Window window;
  Size count;
  const int* ago;
  constexpr Size results() const { return window.width * count; }
  constexpr Size memory() const { return window.memory(); }
  void step(const double* x, double now, double* memory, double* out) const {
    window.take(x, now, memory);
    for (Size i = 0; i < window.width; ++i) {
      for (Size n = 0; n < count; ++n) *out++ = window.frame(memory, static_cast<Size>(ago[n]))[i];
    }
  }
};

// The same, so many seconds ago.
struct EarlierSeconds {
  Window window;
  Size count;
  const double* ago;
  constexpr Size results() const { return window.width * count; }
  constexpr Size memory() const { return window.memory(); }
  void step(const double* x, double now, double* memory, double* out) const {
    const Size frames = window.take(x, now, memory);
    for (Size n = 0; n < count; ++n) {
      Size back = 0;
      while (back + 1 < frames && window.time(memory, back) > memory[0] - ago[n]) ++back;
      const double* frame = window.frame(memory, back);
      for (Size i = 0; i < window.width; ++i) out[i * count + n] = frame[i];
    }
  }
};

// The first difference, the second, or (3) both.
struct Difference {
  Size count;
  int order;
  constexpr Size results() const { return order == 3 ? 2 * count : count; }
  constexpr Size memory() const { return 1 + 2 * count; }
  void step(const double* x, double now, double* memory, double* out) const {
    const bool starts = anew(since(memory[0], now));
    for (Size i = 0; i < count; ++i) {
      double& before = memory[1 + i];
      double& first = memory[1 + count + i];
      const double change = starts ? no_number : x[i] - before;
      const double second = change - first;
      if (order != 2) *out++ = starts ? 0.0 : bounded(change);
      if (order != 1) *out++ = std::isnan(second) ? 0.0 : bounded(second);
      first = change;
      before = x[i];
    }
  }
};

// The speed, the acceleration, or (3) both.
struct Speed {
  Size count;
  int order;
  double shortest;
  constexpr Size results() const { return order == 3 ? 2 * count : count; }
  constexpr Size memory() const { return 2 + 3 * count; }
  void step(const double* x, double now, double* memory, double* out) const {
    const bool starts = anew(since(memory[0], now));
    const double passed = starts ? 0.0 : memory[0] - memory[1];
    const bool measures = !starts && passed >= shortest;
    if (starts || measures) memory[1] = memory[0];
    for (Size i = 0; i < count; ++i) {
      double& before = memory[2 + i];
      double& v = memory[2 + count + i];
      double& a = memory[2 + 2 * count + i];
      if (starts) {
        v = no_number;
        a = 0.0;
      } else if (measures) {
        const double speed = (x[i] - before) / passed;
        a = std::isnan(v) ? 0.0 : (speed - v) / passed;
        v = speed;
      }
      if (starts || measures) before = x[i];
      if (order != 2) *out++ = std::isnan(v) ? 0.0 : bounded(v);
      if (order != 1) *out++ = std::isnan(v) ? 0.0 : bounded(a);
    }
  }
};

inline double distance(const double* a, const double* b, Size size) {
  double square = 0.0;
  for (Size i = 0; i < size; ++i) square += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(square);
}

struct Magnitude {
  Size count, size;
  constexpr Size results() const { return count; }
  constexpr Size memory() const { return 0; }
  void step(const double* x, double, double*, double* out) const {
    for (Size g = 0; g < count; ++g) {
      double square = 0.0;
      for (Size i = 0; i < size; ++i) square += x[g * size + i] * x[g * size + i];
      out[g] = bounded(std::sqrt(square));
    }
  }
};

struct Distances {
  Size count, size;
  const int* pairs;
  constexpr Size results() const { return count; }
  constexpr Size memory() const { return 0; }
  void step(const double* x, double, double*, double* out) const {
    for (Size n = 0; n < count; ++n) out[n] = bounded(distance(point(x, 2 * n), point(x, 2 * n + 1), size));
  }

 private:
  const double* point(const double* x, Size n) const { return x + static_cast<Size>(pairs[n]) * size; }
};

// The angles between the ways from a point in the middle to two others; -1 is the origin. Kahan 2006.
struct Angles {
  Size count, size;
  const int* triples;
  constexpr Size results() const { return count; }
  constexpr Size memory() const { return 0; }
  void step(const double* x, double, double*, double* out) const {
    for (Size n = 0; n < count; ++n) out[n] = angle(x, triples + 3 * n);
  }

 private:
  double at(const double* x, int point, Size i) const { return point < 0 ? 0.0 : x[static_cast<Size>(point) * size + i]; }
  double angle(const double* x, const int* triple) const {
    double one = 0.0, other = 0.0, apart = 0.0, together = 0.0;
    for (Size i = 0; i < size; ++i) {
      const double middle = at(x, triple[1], i), u = at(x, triple[0], i) - middle, v = at(x, triple[2], i) - middle;
      one += u * u;
      other += v * v;
    }
    one = std::sqrt(one);
    other = std::sqrt(other);
    for (Size i = 0; i < size; ++i) {
      const double middle = at(x, triple[1], i);
      const double u = (at(x, triple[0], i) - middle) * other, v = (at(x, triple[2], i) - middle) * one;
      apart += (u - v) * (u - v);
      together += (u + v) * (u + v);
    }
    return 2.0 * std::atan2(std::sqrt(apart), std::sqrt(together));
  }
};

// Points as seen from one of them, and by the distance between two; no distance where `from` is `to`.
struct Relative {
  Size count, size, reference, from, to;
  constexpr Size results() const { return count; }
  constexpr Size memory() const { return 2; }
  void step(const double* x, double now, double* memory, double* out) const {
    if (since(memory[0], now) < 0.0) memory[1] = 1.0;
    for (Size i = 0; i < count; ++i) out[i] = x[i] - x[reference * size + i % size];
    if (from != to) {
      const double length = distance(out + from * size, out + to * size, size);
      if (length > 0.0) memory[1] = length;
      for (Size i = 0; i < count; ++i) out[i] /= memory[1];
    }
    for (Size i = 0; i < count; ++i) out[i] = bounded(out[i]);
  }
};

struct Components {
  Size count, inputs;
  const double* mean;
  const double* weights;
  constexpr Size results() const { return count; }
  constexpr Size memory() const { return 0; }
  void step(const double* x, double, double*, double* out) const {
    for (Size n = 0; n < count; ++n) {
      double sum = 0.0;
      for (Size i = 0; i < inputs; ++i) sum += weights[n * inputs + i] * (x[i] - mean[i]);
      out[n] = bounded(sum);
    }
  }
};

// What is left after some seconds of what fades with a time constant; of a constant 0, nothing.
inline double faded(double passed, double constant) { return constant > 0.0 ? std::exp(-passed / constant) : 0.0; }

// A pulse where a number turns around at the top, and how high that was. On the way down the sign is -1.
struct Peak {
  Size count;
  const double* rise;
  double fade;
  constexpr Size results() const { return 2 * count; }
  constexpr Size memory() const { return 1 + 4 * count; }
  void step(const double* x, double now, double* memory, double* out) const {
    const double passed = since(memory[0], now), share = anew(passed) ? 0.0 : faded(passed, fade);
    for (Size i = 0; i < count; ++i) {
      double& extreme = memory[1 + 4 * i];
      double& sign = memory[2 + 4 * i];
      double& pulse = memory[3 + 4 * i];
      double& height = memory[4 + 4 * i];
      if (passed < 0.0) height = 0.0;
      if (anew(passed)) {
        extreme = -x[i];
        sign = -1.0;
        pulse = 0.0;
      } else {
        pulse *= share;
        extreme = std::max(extreme, x[i] * sign);
        if (extreme - x[i] * sign >= rise[i]) {
          if (sign > 0.0) {
            height = extreme;
            pulse = 1.0;
          }
          sign = -sign;
          extreme = x[i] * sign;
        }
      }
      out[2 * i] = pulse;
      out[2 * i + 1] = height;
    }
  }
};

// A pulse where a number suddenly rises.
struct Onset {
  Size count;
  const double* threshold;
  double quick, slow, refractory, fade;
  constexpr Size results() const { return count; }
  constexpr Size memory() const { return 1 + 5 * count; }
  void step(const double* x, double now, double* memory, double* out) const {
    const double passed = since(memory[0], now);
    for (Size i = 0; i < count; ++i) {
      double* own = memory + 1 + 5 * i;
      if (anew(passed)) {
        const double first[] = {x[i], x[i], 0.0, 1.0, -infinity};
        std::copy(first, first + 5, own);
      } else {
        follow(x[i], passed, threshold[i], memory[0], own);
      }
      out[i] = own[2];
    }
  }

 private:
  void follow(double x, double passed, double most, double now, double* own) const {
    own[0] += (x - own[0]) * (1.0 - faded(passed, quick));
    own[1] += (x - own[1]) * (1.0 - faded(passed, slow));
    own[2] *= faded(passed, fade);
    const double strength = own[0] - own[1];
    if (strength < 0.5 * most) own[3] = 1.0;
    if (!(strength > most) || !(own[3] > 0.0) || !(now - own[4] >= refractory)) return;
    own[2] = 1.0;
    own[3] = 0.0;
    own[4] = now;
  }
};

// The amplitudes of one number's frequencies: a discrete Fourier transform of the last frames.
struct Spectrum {
  Window window;
  Size input, bins;
  const double* taper;
  const double* scale;
  const double* cosine;  // of a whole turn, in as many steps as there are frames
  const double* sine;
  constexpr Size results() const { return bins; }
  constexpr Size memory() const { return window.memory(); }
  void step(const double* x, double now, double* memory, double* out) const {
    const Size frames = window.take(x + input, now, memory);
    for (Size k = 0; k < bins; ++k) {
      double real = 0.0, imaginary = 0.0;
      for (Size n = 0, turn = 0; n < frames; ++n, turn = (turn + k) % frames) {
        const double value = *window.frame(memory, frames - 1 - n) * taper[n];
        real += value * cosine[turn];
        imaginary += value * sine[turn];
      }
      out[k] = bounded(scale[k] * std::sqrt(real * real + imaginary * imaginary));
    }
  }
};

// ---------------------------------------------------------------------------------------------------------
// Stages of one number after its model.

struct Slew {
  double rise, fall;
  constexpr Size results() const { return 1; }
  constexpr Size memory() const { return 2; }
  void step(const double* x, double now, double* memory, double* out) const {
    const double passed = since(memory[0], now);
    double& y = memory[1];
    if (passed < 0.0) y = *x;
    else if (passed <= gap) y += clamped(*x - y, fall * passed, rise * passed);
    *out = y;
  }
};

struct Spring {
  double omega, damping;
  constexpr Size results() const { return 1; }
  constexpr Size memory() const { return 3; }
  void step(const double* x, double now, double* memory, double* out) const {
    const double passed = since(memory[0], now);
    double& y = memory[1];
    double& v = memory[2];
    if (anew(passed)) {
      y = *x;
      v = 0.0;
    } else {
      double c, s;
      solve(passed, c, s);
      const double away = y - *x, pull = damping * omega, speed = v;
      y = *x + c * away + s * (speed + pull * away);
      v = c * speed - s * (omega * omega * away + pull * speed);
    }
    *out = y;
  }

 private:
  void solve(double passed, double& c, double& s) const {
    const double pull = damping * omega, square = 1.0 - damping * damping;
    const double turn = omega * std::sqrt(std::fabs(square)), fade = std::exp(-pull * passed);
    if (std::fabs(square) < 1e-9) {
      c = fade;
      s = passed * fade;
    } else if (square > 0.0) {
      c = fade * std::cos(turn * passed);
      s = fade * std::sin(turn * passed) / turn;
    } else {
      const double slow = std::exp((turn - pull) * passed), fast = std::exp((-turn - pull) * passed);
      c = 0.5 * (slow + fast);
      s = 0.5 * (slow - fast) / turn;
    }
  }
};

struct Hold {
  double seconds;
  constexpr Size results() const { return 1; }
  constexpr Size memory() const { return 3; }
  void step(const double* x, double now, double* memory, double* out) const {
    const bool first = since(memory[0], now) < 0.0;
    if (first || (*x != memory[1] && memory[0] - memory[2] >= seconds)) {
      memory[1] = *x;
      memory[2] = memory[0];
    }
    *out = memory[1];
  }
};

struct Curve {
  double low, range, exponent;
  constexpr Size results() const { return 1; }
  constexpr Size memory() const { return 0; }
  void step(const double* x, double, double*, double* out) const {
    const double share = (*x - low) / range;
    *out = bounded(low + std::copysign(std::pow(std::fabs(share), exponent), share) * range);
  }
};

// The nearest of some values, unless the present one is hardly farther.
inline void settle(double& kept, double x, double nearest, double band, bool starts) {
  if (starts || std::fabs(x - kept) - std::fabs(x - nearest) > band) kept = nearest;
}

struct Steps {
  double low, high, last, band;
  constexpr Size results() const { return 1; }
  constexpr Size memory() const { return 2; }
  void step(const double* x, double now, double* memory, double* out) const {
    const double place = clamped((*x - low) / (high - low), 0.0, 1.0) * last;
    settle(memory[1], place, std::nearbyint(place), band, anew(since(memory[0], now)));
    *out = std::min(memory[1] / last * (high - low) + low, high);
  }
};

// The notes of an octave, with one before and one after it.
struct Scale {
  Size count;
  const double* notes;
  double root, band;
  constexpr Size results() const { return 1; }
  constexpr Size memory() const { return 2; }
  void step(const double* x, double now, double* memory, double* out) const {
    const double octave = std::floor((*x - root) / 12.0) * 12.0 + root;
    Size nearest = 0;
    for (Size n = 1; n < count; ++n) {
      if (std::fabs(notes[n] - (*x - octave)) < std::fabs(notes[nearest] - (*x - octave))) nearest = n;
    }
    settle(memory[1], *x, octave + notes[nearest], band, anew(since(memory[0], now)));
    *out = memory[1];
  }
};

// A class stays until another has come in so many frames in a row, and for so long.
struct Debounce {
  double frames, seconds;
  constexpr Size results() const { return 1; }
  constexpr Size memory() const { return 5; }
  void step(const double* x, double now, double* memory, double* out) const {
    const double passed = since(memory[0], now);
    double& stands = memory[1];
    double& wants = memory[2];
    double& count = memory[3];
    double& began = memory[4];
    if (passed < 0.0) stands = *x;
    if (*x == stands) {
      wants = no_number;
    } else {
      if (*x != wants || passed > gap) {
        wants = *x;
        count = 0.0;
        began = memory[0];
      }
      count += 1.0;
      if (count >= frames && memory[0] - began >= seconds) {
        stands = *x;
        wants = no_number;
      }
    }
    *out = stands;
  }
};

// The most frequent class of the last frames; of several the present one, else the newest.
struct Majority {
  Size frames;
  constexpr Size results() const { return 1; }
  constexpr Size memory() const { return 2 + frames; }
  void step(const double* x, double now, double* memory, double* out) const {
    double* window = memory + 2;  // the newest first
    if (anew(since(memory[0], now))) {
      std::fill(window, window + frames, no_number);
      memory[1] = *x;
    }
    std::copy_backward(window, window + frames - 1, window + frames);
    window[0] = *x;
    double found = memory[1];
    std::ptrdiff_t most = std::count(window, window + frames, found);
    for (Size n = 0; n < frames; ++n) {
      const std::ptrdiff_t votes = std::count(window, window + frames, window[n]);
      if (votes <= most) continue;
      most = votes;
      found = window[n];
    }
    *out = memory[1] = found;
  }
};

// The place of a class among the known ones, or their count.
inline Size known(double value, Size count) {
  return value >= 0.0 && value < static_cast<double>(count) && value == std::floor(value) ? static_cast<Size>(value) : count;
}

// A class stays until another leads by a margin; votes fade.
struct Hysteresis {
  Size classes;  // 0 counts as one
  double seconds, margin;
  constexpr Size results() const { return 1; }
  constexpr Size memory() const { return 2 + classes; }
  void step(const double* x, double now, double* memory, double* out) const {
    const double passed = since(memory[0], now);
    double* shares = memory + 2;
    const Size arrived = known(*x, classes), stands = known(memory[1], classes);
    if (anew(passed) || arrived == classes || stands == classes) {
      memory[1] = *x;
      std::fill(shares, shares + classes, 0.0);
      if (arrived < classes) shares[arrived] = 1.0;
    } else {
      const double part = -std::expm1(-passed / seconds);
      for (Size c = 0; c < classes; ++c) shares[c] *= 1.0 - part;
      shares[arrived] += part;
      const Size leads = best(shares, classes);
      if (shares[leads] - shares[stands] > margin) memory[1] = static_cast<double>(leads);
    }
    *out = memory[1];
  }
};

// A class that has just ended stays away for a time.
struct Refractory {
  Size classes;  // 0 counts as one
  double seconds;
  constexpr Size results() const { return 1; }
  constexpr Size memory() const { return 2 + classes; }
  void step(const double* x, double now, double* memory, double* out) const {
    const bool first = since(memory[0], now) < 0.0;
    double* left = memory + 2;
    if (first) memory[1] = *x;
    if (*x != memory[1]) {
      const Size arrived = known(*x, classes), stands = known(memory[1], classes);
      if (arrived == 0 || arrived == classes || !(memory[0] - left[arrived] < seconds)) {
        if (stands < classes) left[stands] = memory[0];
        memory[1] = *x;
      }
    }
    *out = memory[1];
  }
};

}  // namespace stages
}  // namespace wekipy

#endif  // WEKIPY_CHAIN_1
