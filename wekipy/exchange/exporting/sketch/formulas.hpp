// Formulas over inputs, in programs that wekipy exported. C++11, no other library, no memory taken while predicting.
#ifndef WEKIPY_FORMULAS_1
#define WEKIPY_FORMULAS_1

namespace wekipy {
namespace stages {

// Formulas as instructions for a stack, and what they remember: the last frames of some inputs and of all results.
// A result that is no finite number is replaced by the last one that was.
struct Formulas {
  Size columns;
  const int* inputs;  // that are remembered
  Size count, rows, depth;
  const int* code;  // three numbers for each instruction; after each formula 0
  const double* numbers;
  constexpr Size width() const { return columns + count; }
  constexpr Size memory() const { return 2 + rows * width() + count + 2 * depth; }

  // Returns the results, which are in the memory.
  const double* compute(const double* x, double now, double* memory) const {
    double* results = memory + 2 + rows * width();
    if (anew(since(memory[0], now))) begin(x, memory);
    const int* at = code;
    for (Size n = 0; n < count; ++n, at += 3) {
      double* stack = results + count;
      double* top = stack;
      for (; *at != 0; at += 3) top = perform(at, x, memory, results, top);
      const double value = *stack, last = tap(memory, 1, columns + n);
      results[n] = bounded(stack[1] != 0.0 || !std::isfinite(value) ? last : value);
    }
    double* row = memory + 2 + static_cast<Size>(memory[1]) * width();
    for (Size i = 0; i < columns; ++i) row[i] = x[inputs[i]];
    std::copy(results, results + count, row + columns);
    memory[1] = static_cast<double>((static_cast<Size>(memory[1]) + 1) % rows);
    return results;
  }

 private:
  // Before the first frame, inputs had the value that they have then, and results were 0.
  void begin(const double* x, double* memory) const {
    memory[1] = 0.0;
    for (Size n = 0; n < rows; ++n) {
      double* row = memory + 2 + n * width();
      for (Size i = 0; i < width(); ++i) row[i] = i < columns ? x[inputs[i]] : 0.0;
    }
  }

  double tap(const double* memory, Size delay, Size column) const {
    return memory[2 + (static_cast<Size>(memory[1]) + rows - delay) % rows * width() + column];
  }

  // The stack has two numbers for each value: the value itself, and whether there is none, as of 1 / 0.
  double* perform(const int* at, const double* x, const double* memory, const double* results, double* top) const {
    const Size a = static_cast<Size>(at[1]), b = static_cast<Size>(at[2]);
    switch (*at) {
      case 1: return pushed(top, numbers[a]);
      case 2: return pushed(top, x[a]);
      case 3: return pushed(top, tap(memory, a, b));
      case 4: return pushed(top, results[a]);
      default: break;
    }
    double* first = top - 2 * a;
    if (*at == 5) choose(first);
    else if (*at == 6 || *at == 7) join(first, *at == 7);
    else combine(*at, first, a);
    return first + 2;
  }

  static double* pushed(double* top, double value) {
    top[0] = value;
    top[1] = 0.0;
    return top + 2;
  }

  // if(condition, then, else)
  static void choose(double* first) {
    const double* chosen = first + (first[0] != 0.0 ? 2 : 4);
    if (first[1] == 0.0) std::copy(chosen, chosen + 2, first);
  }

  // Both, or either; the second does not count where the first decides.
  static void join(double* first, bool either) {
    if (first[1] != 0.0) return;
    const bool decides = (first[0] != 0.0) == either;
    first[1] = decides ? 0.0 : first[3];
    first[0] = decides ? either : first[2] != 0.0;
  }

  static void combine(int operation, double* first, Size count) {
    bool none = false;
    for (Size n = 0; n < count; ++n) none = none || first[2 * n + 1] != 0.0;
    const double a = first[0], b = count > 1 ? first[2] : 0.0;
    double value = a;
    if (operation == 8 || operation == 9) {
      for (Size n = 1; n < count; ++n) {
        const double other = first[2 * n];
        if (operation == 8 ? other > value : other < value) value = other;
      }
    } else if (operation < 30) {
      value = of_two(operation, a, b, none);
    } else {
      value = of_one(operation, a, none);
    }
    first[0] = value;
    first[1] = none ? 1.0 : 0.0;
  }

  static double of_two(int operation, double a, double b, bool& none) {
    switch (operation) {
      case 10: return a + b;
      case 11: return a - b;
      case 12: return a * b;
      case 13: none = none || b == 0.0; return a / b;
      case 14: {
        const double power = std::pow(a, b);
        none = none || (std::isnan(power) && !std::isnan(a) && !std::isnan(b));
        none = none || (std::isinf(power) && std::isfinite(a) && std::isfinite(b));
        return power;
      }
      case 15: return a < b;
      case 16: return a <= b;
      case 17: return a == b;
      case 18: return a != b;
      case 19: return a >= b;
      case 20: return a > b;
      default: return std::atan2(a, b);
    }
  }

  static double of_one(int operation, double a, bool& none) {
    const double value = function(operation, a);
    none = none || (std::isnan(value) && !std::isnan(a)) || (std::isinf(value) && std::isfinite(a));
    none = none || (operation >= 42 && !std::isfinite(a));
    return value;
  }

  static double function(int operation, double a) {
    switch (operation) {
      case 30: return -a;
      case 31: return std::fabs(a);
      case 32: return std::acos(a);
      case 33: return std::asin(a);
      case 34: return std::atan(a);
      case 35: return std::cos(a);
      case 36: return std::exp(a);
      case 37: return std::log(a);
      case 38: return std::sin(a);
      case 39: return std::sqrt(a);
      case 40: return std::tan(a);
      case 42: return std::ceil(a);
      case 43: return std::floor(a);
      default: return std::floor(a) + (a - std::floor(a) >= 0.5 ? 1.0 : 0.0);  // round
    }
  }
};

struct Expression {
  Formulas formulas;
  constexpr Size results() const { return formulas.count; }
  constexpr Size memory() const { return formulas.memory(); }
  void step(const double* x, double now, double* memory, double* out) const {
    const double* found = formulas.compute(x, now, memory);
    std::copy(found, found + formulas.count, out);
  }
};

// The frames from a start to a stop, resampled to so many values of each number.
struct ConditionalBuffer {
  Formulas conditions;  // start, stop
  Size count, values, frames;
  constexpr Size results() const { return count * values; }
  constexpr Size memory() const { return conditions.memory() + 3 + count * (frames + values); }
  void step(const double* x, double now, double* memory, double* out) const {
    const double* found = conditions.compute(x, now, memory);
    double* own = memory + conditions.memory();
    double& went = own[1];  // whether `start` has stayed true
    double& kept = own[2];  // frames; -1 while it waits for a start
    double* results = own + 3 + count * frames;
    const double passed = since(own[0], now);
    if (passed < 0.0) std::fill(results, results + count * values, 0.0);
    if (anew(passed)) {
      went = 0.0;
      kept = -1.0;
    }
    bool complete = kept >= 0.0 && found[1] != 0.0;
    if (!complete && (kept >= 0.0 || (found[0] != 0.0 && went == 0.0))) {
      const Size place = kept > 0.0 ? static_cast<Size>(kept) : 0;
      std::copy(x, x + count, own + 3 + place * count);
      kept = static_cast<double>(place + 1);
      complete = place + 1 == frames;
    }
    if (complete) {
      resample(own + 3, static_cast<Size>(kept), results);
      kept = -1.0;
    }
    went = found[0] != 0.0;
    std::copy(results, results + count * values, out);
  }

 private:
  void resample(const double* rows, Size length, double* results) const {
    const double step = static_cast<double>(length - 1) / static_cast<double>(values - 1);
    for (Size n = 0; n < values; ++n) {
      const double place = n + 1 < values ? static_cast<double>(n) * step : static_cast<double>(length - 1);
      const Size below = static_cast<Size>(place), above = below + 1 < length ? below + 1 : length - 1;
      const double share = place - static_cast<double>(below);
      for (Size i = 0; i < count; ++i) {
        results[i * values + n] = rows[below * count + i] * (1.0 - share) + rows[above * count + i] * share;
      }
    }
  }
};

}  // namespace stages
}  // namespace wekipy

#endif  // WEKIPY_FORMULAS_1
