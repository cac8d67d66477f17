// What answers in programs that wekipy exported: one struct for each way of answering.
// C++11 or later, no other library, no memory taken while predicting. All figures are those of the trained model.
#ifndef WEKIPY_RUNTIME_1
#define WEKIPY_RUNTIME_1

#ifdef _MSVC_LANG
#define WEKIPY_LANGUAGE _MSVC_LANG
#else
#define WEKIPY_LANGUAGE __cplusplus
#endif
#if WEKIPY_LANGUAGE < 201103L
#error "This header needs C++11 or later; compile with -std=c++11 or higher."
#elif WEKIPY_LANGUAGE >= 201703L
#define WEKIPY_CONSTANT inline constexpr
#else
#define WEKIPY_CONSTANT static constexpr  // before C++17 each file that includes this has its own
#endif

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

namespace wekipy {

using Size = std::size_t;

WEKIPY_CONSTANT double infinity = std::numeric_limits<double>::infinity();
WEKIPY_CONSTANT double largest = std::numeric_limits<float>::max();  // what OSC can carry
WEKIPY_CONSTANT double no_time = -1.0;

constexpr Size larger(Size a, Size b) { return a > b ? a : b; }

// The largest of some sizes, at least 1: in halves, so that it is not deep.
constexpr Size most(const Size* sizes, Size count) {
  return count == 0   ? 1
         : count == 1 ? larger(*sizes, 1)
                      : larger(most(sizes, count / 2), most(sizes + count / 2, count - count / 2));
}

inline double clamped(double value, double least, double highest) {
  return value < least ? least : value > highest ? highest : value;
}

inline bool all_finite(const double* x, Size count) {
  return std::all_of(x, x + count, [](double value) { return std::isfinite(value); });
}

// The place of the highest of some values, the first of equals.
inline Size best(const double* values, Size count) {
  return static_cast<Size>(std::max_element(values, values + count) - values);
}

// Scores made to probabilities, in place.
inline void softmax(double* scores, Size count) {
  const double high = scores[best(scores, count)];
  double sum = 0.0;
  for (Size c = 0; c < count; ++c) sum += scores[c] = std::exp(scores[c] - high);
  for (Size c = 0; c < count; ++c) scores[c] /= sum;
}

// How sure the best class is, 0 to 1: its share, made a probability by what the training found out on takes that it
// did not learn from.
inline double sure(const double* shares, Size count, double floor, double power) {
  const double high = shares[best(shares, count)] + floor;
  double sum = 0.0;
  for (Size c = 0; c < count; ++c) sum += std::pow((shares[c] + floor) / high, power);
  return 1.0 / sum;
}

// Rounded where the output is an integer, and kept within its limits; the last value for what is no number.
inline double limited(double value, double last, double low, double high, bool integer) {
  if (integer) value = std::nearbyint(value);
  return std::isnan(value) ? last : clamped(value, low, high);
}

// ---------------------------------------------------------------------------------------------------------
// Numbers: answer(x, room), with x all inputs and room for room() numbers.

// The same whatever comes in: no input ever changed.
struct Constant {
  double offset;
  constexpr Size room() const { return 0; }
  double answer(const double*, double*) const { return offset; }
};

struct Linear {
  Size count;
  const int* inputs;
  const double* weights;
  double offset;
  constexpr Size room() const { return 0; }
  double answer(const double* x, double*) const {
    double sum = offset;
    for (Size i = 0; i < count; ++i) sum += weights[i] * x[inputs[i]];
    return sum;
  }
};

// (x - centre) / scale of a model's own inputs. The scale of an input that never changed is infinite.
struct Scaling {
  Size count;
  const int* inputs;
  const double* centre;
  const double* scale;
  void apply(const double* x, double* z, double farthest = 1e9) const {
    for (Size i = 0; i < count; ++i) {
      z[i] = clamped((x[inputs[i]] - centre[i]) / scale[i], -farthest, farthest);
    }
  }
};

// Every term beyond the scaled inputs is an earlier term times one input.
struct Polynomial {
  Scaling scaling;
  Size higher;
  const int* parents;
  const int* factors;
  const double* weights;
  double offset;
  constexpr Size room() const { return scaling.count + higher; }
  double answer(const double* x, double* terms) const {
    const Size n = scaling.count;
    scaling.apply(x, terms);
    for (Size t = 0; t < higher; ++t) terms[n + t] = terms[parents[t]] * terms[factors[t]];
    double sum = offset;
    for (Size t = 0; t < n + higher; ++t) sum += weights[t] * terms[t];
    return sum;
  }
};

// How alike a scaled vector is to many points: 0 a product, 1 a power of it, 2 a bell around the point.
struct Kernel {
  Scaling scaling;
  Size points;
  const double* at;
  int kind;
  double gamma, shift;
  int exponent;
  constexpr Size room() const { return scaling.count + points; }
  // Leaves the values for all points at the end of the room.
  const double* values(const double* x, double* room) const {
    const Size n = scaling.count;
    scaling.apply(x, room);
    double* found = room + n;
    for (Size p = 0; p < points; ++p) found[p] = kind == 2 ? bell(room, at + p * n) : power(room, at + p * n);
    return found;
  }

 private:
  double bell(const double* z, const double* point) const {
    double square = 0.0;
    for (Size i = 0; i < scaling.count; ++i) square += (z[i] - point[i]) * (z[i] - point[i]);
    return std::exp(-gamma * square);
  }
  double power(const double* z, const double* point) const {
    double product = 0.0;
    for (Size i = 0; i < scaling.count; ++i) product += z[i] * point[i];
    if (kind == 0) return product;
    const double base = gamma * product + shift;
    double result = base;
    for (int e = 1; e < exponent; ++e) result *= base;
    return result;
  }
};

// Support vector and Gaussian process regression.
struct KernelSum {
  Kernel kernel;
  const double* weights;
  double offset;
  constexpr Size room() const { return kernel.room(); }
  double answer(const double* x, double* room) const {
    const double* alike = kernel.values(x, room);
    double sum = offset;
    for (Size p = 0; p < kernel.points; ++p) sum += weights[p] * alike[p];
    return sum;
  }
};

// Units that keep an echo of what came before, in room that is theirs: the state, the next one, the scaled inputs, and
// when something came last.
struct Reservoir {
  Scaling scaling;
  Size units;
  Size heard;             // units that each one hears
  const int* sources;     // which they are
  const double* strengths;
  const double* incoming;
  const double* bias;
  double leak;
  double gap;             // seconds without inputs after which all is forgotten
  constexpr Size room() const { return 2 * units + scaling.count + 2; }
  void forget(double* room) const { std::fill(room, room + units, 0.0); }
  // Inputs come at this time.
  void heed(double* room, double seconds) const {
    double* last = room + 2 * units + scaling.count;
    if (seconds < 0) return;
    if (last[1] != 0.0 && (seconds - last[0] > gap || seconds < last[0])) forget(room);
    last[0] = seconds;
    last[1] = 1.0;
  }
  // Leaves the state in the room.
  const double* step(const double* x, double* room) const {
    double* next = room + units;
    double* z = next + units;
    const Size n = scaling.count;
    scaling.apply(x, z);
    for (Size u = 0; u < units; ++u) {
      double sum = 0.0;
      for (Size h = u * heard; h < (u + 1) * heard; ++h) sum += strengths[h] * room[sources[h]];
      double input = 0.0;
      for (Size i = 0; i < n; ++i) input += incoming[u * n + i] * z[i];
      next[u] = std::tanh(sum + input + bias[u]);
    }
    for (Size u = 0; u < units; ++u) room[u] += leak * (next[u] - room[u]);
    return room;
  }
  double sum(const double* state, const double* weights, double offset) const {
    double total = offset;
    for (Size u = 0; u < units; ++u) total += weights[u] * state[u];
    return total;
  }
};

struct EchoNumber {
  Reservoir reservoir;
  const double* weights;
  double offset, low, high;
  constexpr Size room() const { return reservoir.room(); }
  double answer(const double* x, double* room) const {
    return clamped(reservoir.sum(reservoir.step(x, room), weights, offset), low, high);
  }
};

// Nodes with tanh, layer after layer; the last layer only sums.
struct Network {
  Size count;
  const int* inputs;
  Size layers;
  const int* sizes;       // nodes of each layer
  const double* weights;  // of each node of each layer, for what enters it
  const double* biases;
  Size widest;
  constexpr Size room() const { return 2 * widest; }
  // Leaves the sums of the last layer in the room.
  const double* sums(const double* x, double* room) const {
    double* entering = room;
    double* leaving = room + widest;
    for (Size i = 0; i < count; ++i) entering[i] = x[inputs[i]];
    Size width = count;
    const double* weight = weights;
    const double* bias = biases;
    for (Size layer = 0; layer < layers; ++layer) {
      const Size nodes = static_cast<Size>(sizes[layer]);
      for (Size node = 0; node < nodes; ++node) {
        double sum = *bias++;
        for (Size i = 0; i < width; ++i) sum += *weight++ * entering[i];
        leaving[node] = layer + 1 < layers ? std::tanh(sum) : sum;
      }
      std::swap(entering, leaving);
      width = nodes;
    }
    return entering;
  }
  double answer(const double* x, double* room) const { return *sums(x, room); }
};

// The nearest examples. Inputs are scaled in single precision, as the examples were.
struct Search {
  Size count;
  const int* inputs;
  const double* centre;
  const double* scale;
  Size examples;
  const float* at;
  Size k;
  constexpr Size room() const { return count + 2 * k; }
  // Squared distances of the k nearest, rising, at room + count; their places behind them.
  void nearest(const double* x, double* room) const {
    double* squares = room + count;
    double* places = squares + k;
    for (Size i = 0; i < count; ++i) {
      const double away = static_cast<float>(clamped(x[inputs[i]] - centre[i], -1e38, 1e38));
      room[i] = static_cast<float>(clamped(away / scale[i], -1e15, 1e15));
    }
    Size found = 0;
    for (Size e = 0; e < examples; ++e) {
      const double square = distance(room, at + e * count);
      if (found == k && square >= squares[k - 1]) continue;
      Size place = found < k ? found++ : k - 1;
      for (; place > 0 && square < squares[place - 1]; --place) {
        squares[place] = squares[place - 1];
        places[place] = places[place - 1];
      }
      squares[place] = square;
      places[place] = static_cast<double>(e);
    }
  }

 private:
  double distance(const double* z, const float* example) const {
    double square = 0.0;
    for (Size i = 0; i < count; ++i) square += (example[i] - z[i]) * (example[i] - z[i]);
    return square;
  }
};

// The weighted mean of the nearest examples: 0 even, 1 by distance, 2 smooth, 3 smooth among all examples.
struct NeighbourBlend {
  Search search;
  const double* targets;
  int blend;
  constexpr Size room() const { return search.room(); }
  double answer(const double* x, double* room) const {
    search.nearest(x, room);
    const double* squares = room + search.count;
    const double* places = squares + search.k;
    double sum = 0.0, total = 0.0;
    for (Size n = 0; n < search.k; ++n) {
      const double say = weight(squares, n);
      sum += say * targets[static_cast<Size>(places[n])];
      total += say;
    }
    return sum / total;
  }

 private:
  double weight(const double* squares, Size n) const {
    if (blend == 0) return 1.0;
    if (squares[0] == 0.0) return squares[n] == 0.0 ? 1.0 : 0.0;
    const double nearest = std::sqrt(squares[0]), last = std::sqrt(squares[search.k - 1]);
    const double ratio = nearest / std::sqrt(squares[n]);
    if (blend == 1) return ratio;
    if (blend == 3) return ratio * ratio;
    if (nearest == last) return 1.0;
    return (ratio - nearest / last) * (ratio - nearest / last);
  }
};

// Trees by their nodes that ask, counted through all trees. What is below 0 is an end: -1 - its place.
struct Trees {
  Size trees;
  const int* roots;
  const int* branches;  // of each node: where no and where yes leads
  const int* features;
  const double* thresholds;
  Size end(const double* x, Size tree) const {
    int at = roots[tree];
    while (at >= 0) at = branches[2 * at + (x[features[at]] > thresholds[at] ? 1 : 0)];
    return static_cast<Size>(-1 - at);
  }
};

// A forest of numbers, or gradient boosting.
struct TreeSum {
  Trees trees;
  const double* values;
  double offset;
  constexpr Size room() const { return 0; }
  double answer(const double* x, double*) const {
    double sum = 0.0;
    for (Size t = 0; t < trees.trees; ++t) sum += values[trees.end(x, t)];
    return sum + offset;
  }
};

// ---------------------------------------------------------------------------------------------------------
// Classes: choose(x, shares, room) gives the place of the class among `columns`, and how likely each is.

struct ConstantClass {
  Size columns;
  const double* always;
  constexpr Size room() const { return 0; }
  Size choose(const double*, double* shares, double*) const {
    std::copy(always, always + columns, shares);
    return best(shares, columns);
  }
};

struct Logistic {
  Size count;
  const int* inputs;
  Size columns;
  Size rows;  // one less than columns where there are two: the first class scores 0
  const double* weights;
  const double* offsets;
  constexpr Size room() const { return 0; }
  Size choose(const double* x, double* shares, double*) const {
    shares[0] = 0.0;
    for (Size row = 0; row < rows; ++row) {
      double sum = offsets[row];
      for (Size i = 0; i < count; ++i) sum += weights[row * count + i] * x[inputs[i]];
      shares[columns - rows + row] = sum;
    }
    const Size column = best(shares, columns);
    softmax(shares, columns);
    return column;
  }
};

struct NaiveBayes {
  Scaling scaling;
  Size columns;
  const double* means;
  const double* precisions;
  const double* base;
  constexpr Size room() const { return scaling.count; }
  Size choose(const double* x, double* shares, double* z) const {
    const Size n = scaling.count;
    scaling.apply(x, z);
    for (Size c = 0; c < columns; ++c) {
      double sum = 0.0;
      for (Size i = 0; i < n; ++i) {
        const double away = z[i] - means[c * n + i];
        sum += away * away * precisions[c * n + i];
      }
      shares[c] = base[c] - sum;
    }
    const Size column = best(shares, columns);
    softmax(shares, columns);
    return column;
  }
};

struct NetworkClasses {
  Network network;
  Size columns;
  constexpr Size room() const { return network.room(); }
  Size choose(const double* x, double* shares, double* room) const {
    const double* sums = network.sums(x, room);
    if (columns != 2) {
      std::copy(sums, sums + columns, shares);
      softmax(shares, columns);
      return best(shares, columns);
    }
    const double small = std::exp(-std::fabs(sums[0]));
    shares[1] = (sums[0] >= 0 ? 1.0 : small) / (1.0 + small);
    shares[0] = 1.0 - shares[1];
    return shares[1] > 0.5 ? 1 : 0;
  }
};

struct NeighbourVote {
  Search search;
  Size columns;
  const int* targets;
  constexpr Size room() const { return search.room(); }
  Size choose(const double* x, double* shares, double* room) const {
    search.nearest(x, room);
    const double* places = room + search.count + search.k;
    std::fill(shares, shares + columns, 0.0);
    for (Size n = 0; n < search.k; ++n) shares[targets[static_cast<Size>(places[n])]] += 1.0;
    for (Size c = 0; c < columns; ++c) shares[c] /= static_cast<double>(search.k);
    return best(shares, columns);
  }
};

struct EchoClasses {
  Reservoir reservoir;
  Size columns;
  const double* weights;
  const double* offsets;
  constexpr Size room() const { return reservoir.room(); }
  Size choose(const double* x, double* shares, double* room) const {
    const double* state = reservoir.step(x, room);
    double total = 0.0;
    for (Size c = 0; c < columns; ++c) {
      const double sum = reservoir.sum(state, weights + c * reservoir.units, offsets[c]);
      total += shares[c] = sum > 0.001 ? sum : 0.001;
    }
    for (Size c = 0; c < columns; ++c) shares[c] /= total;
    return best(shares, columns);
  }
};

// Every pair of classes votes.
struct SupportVectors {
  Kernel kernel;
  Size columns;
  const int* counts;    // points of each class, in the order of the points
  const double* duals;  // (columns - 1, points)
  const double* offsets;
  double sharpness;
  constexpr Size room() const { return kernel.room() + columns * columns + columns; }
  Size choose(const double* x, double* shares, double* room) const {
    const double* alike = kernel.values(x, room);
    double* sums = room + kernel.room();
    double* votes = sums + columns * columns;
    for (Size row = 0; row + 1 < columns; ++row) add(alike, duals + row * kernel.points, sums + row * columns);
    std::fill(votes, votes + columns, 0.0);
    std::fill(shares, shares + columns, 1.0);
    Size pair = 0;
    for (Size first = 0; first < columns; ++first) {
      for (Size second = first + 1; second < columns; ++second) {
        const double margin =
            sums[(second - 1) * columns + first] + sums[first * columns + second] + offsets[pair++];
        votes[margin > 0 ? first : second] += 1.0;
        const double odds = std::exp(clamped(-sharpness * margin, -300.0, 300.0));
        shares[first] += odds;
        shares[second] += 1.0 / odds;
      }
    }
    double total = 0.0;
    for (Size c = 0; c < columns; ++c) total += shares[c] = 1.0 / shares[c];
    for (Size c = 0; c < columns; ++c) shares[c] /= total;
    return best(votes, columns);
  }

 private:
  void add(const double* alike, const double* weights, double* sums) const {
    Size point = 0;
    for (Size c = 0; c < columns; ++c) {
      sums[c] = 0.0;
      for (int n = 0; n < counts[c]; ++n, ++point) sums[c] += weights[point] * alike[point];
    }
  }
};

// Laplace approximation; one latent function (head) for each class, or one for the second of two.
struct GaussianClasses {
  Scaling scaling;
  Size columns;
  Size heads;
  Size points;
  const double* at;
  const double* amplitudes;
  const double* gammas;
  const double* residuals;
  const double* roots;
  constexpr Size room() const { return scaling.count + 2 * points; }
  Size choose(const double* x, double* shares, double* room) const {
    const Size n = scaling.count;
    double* squares = room + n;
    scaling.apply(x, room);
    for (Size p = 0; p < points; ++p) {
      squares[p] = 0.0;
      for (Size i = 0; i < n; ++i) squares[p] += (room[i] - at[p * n + i]) * (room[i] - at[p * n + i]);
    }
    if (columns == 2) {
      double mean = 0.0;
      shares[1] = head(0, squares, squares + points, mean);
      shares[0] = 1.0 - shares[1];
      return mean > 0 ? 1 : 0;
    }
    for (Size c = 0; c < columns; ++c) {
      double mean = 0.0;
      shares[c] = head(c, squares, squares + points, mean);
    }
    const Size column = best(shares, columns);
    double total = 0.0;
    for (Size c = 0; c < columns; ++c) total += shares[c] = shares[c] > 0 ? shares[c] : 0.0;
    for (Size c = 0; c < columns; ++c) {
      shares[c] = total > 0 ? shares[c] / total : 1.0 / static_cast<double>(columns);
    }
    return column;
  }

 private:
  double head(Size h, const double* squares, double* alike, double& mean) const {
    double variance = amplitudes[h];
    for (Size p = 0; p < points; ++p) {
      alike[p] = amplitudes[h] * std::exp(-gammas[h] * squares[p]);
      mean += residuals[h * points + p] * alike[p];
    }
    for (Size row = 0; row < points; ++row) {
      double sum = 0.0;
      for (Size p = 0; p < points; ++p) sum += roots[(h * points + row) * points + p] * alike[p];
      variance -= sum * sum;
    }
    return averaged_sigmoid(mean, variance > 1e-12 ? variance : 1e-12);
  }
  // The logistic function of a normal variable, averaged: Williams and Barber (1998), appendix A.
  static double averaged_sigmoid(double mean, double variance) {
    constexpr double steepness[] = {0.41, 0.4, 0.37, 0.44, 0.39};
    constexpr double share[] = {-1854.8214151, 3516.89893646, 221.29346712, 128.12323805, -2010.49422654};
    double total = 0.0;
    for (int n = 0; n < 5; ++n) total += 0.5 * share[n];
    for (int n = 0; n < 5; ++n) {
      const double slope = steepness[n] / std::sqrt(1.0 + 2.0 * variance * steepness[n] * steepness[n]);
      total += 0.5 * share[n] * std::erf(mean * slope);
    }
    return total;
  }
};

// One tree, or the mean of many.
struct TreeVote {
  Trees trees;
  Size columns;
  const double* ends;
  constexpr Size room() const { return 0; }
  Size choose(const double* x, double* shares, double*) const {
    std::fill(shares, shares + columns, 0.0);
    for (Size t = 0; t < trees.trees; ++t) {
      const double* end = ends + trees.end(x, t) * columns;
      for (Size c = 0; c < columns; ++c) shares[c] += end[c];
    }
    for (Size c = 0; c < columns; ++c) shares[c] /= static_cast<double>(trees.trees);
    return best(shares, columns);
  }
};

// Every tree gives its weight to one class, and takes a part of it from the others.
struct AdaBoost {
  Trees trees;
  Size columns;
  const int* votes;
  const double* weights;
  constexpr Size room() const { return 0; }
  Size choose(const double* x, double* shares, double*) const {
    const double others = static_cast<double>(columns - 1);
    double total = 0.0;
    std::fill(shares, shares + columns, 0.0);
    for (Size t = 0; t < trees.trees; ++t) {
      const Size vote = static_cast<Size>(votes[trees.end(x, t)]);
      for (Size c = 0; c < columns; ++c) shares[c] += c == vote ? weights[t] : -weights[t] / others;
      total += weights[t];
    }
    for (Size c = 0; c < columns; ++c) shares[c] /= total;
    Size column = best(shares, columns);
    if (columns == 2) {
      const double margin = shares[1] - shares[0];
      column = margin > 0 ? 1 : 0;
      shares[0] = -margin / 2;
      shares[1] = margin / 2;
    } else {
      for (Size c = 0; c < columns; ++c) shares[c] /= others;
    }
    softmax(shares, columns);
    return column;
  }
};

// ---------------------------------------------------------------------------------------------------------
// Answering nothing (0) to what nobody demonstrated.

// 0 on an example, 0.5 at the border of what was demonstrated, towards 1 beyond.
struct Novelty {
  Scaling scaling;
  const double* whitening;  // upper triangular; none in models of earlier versions
  double beside;            // the power of how much nearer the nearest class is than the next one
  Size losses;
  const float* lost;  // frames that the sensor sends when it has lost what it looks at
  Size groups;
  const int* counts;      // rows of each group
  const double* weights;  // of the inputs, for each group
  const float* rows;
  Size counters;
  const float* against;
  constexpr Size room() const { return scaling.count; }
  double of(const double* x, double* z) const {
    if (is_lost(x)) return 1.0;
    scaling.apply(x, z, 1e4);
    if (whitening != nullptr) whiten(z);
    const float* row = rows;
    double square = infinity, following = infinity;
    const double* chosen = weights;
    for (Size g = 0; g < groups; ++g) {
      const double* weight = weights + g * scaling.count;
      double found = infinity;
      for (int n = 0; n < counts[g]; ++n, row += scaling.count) {
        found = std::min(found, distance(z, row, weight));
      }
      if (found < square) {
        following = square;
        square = found;
        chosen = weight;
      } else {
        following = std::min(following, found);
      }
    }
    double result = square;
    if (beside > 0.0 && following < infinity && following > 0.0) {
      result *= std::pow(square / following, beside);
    }
    if (counters > 0) {
      double counter = infinity;
      for (Size n = 0; n < counters; ++n) {
        counter = std::min(counter, distance(z, against + n * scaling.count, chosen));
      }
      result = std::max(result, (square + 0.01) / (counter + 0.0025));
    }
    return result / (1.0 + result);
  }

 private:
  bool is_lost(const double* x) const {
    for (Size n = 0; n < losses; ++n) {
      Size i = 0;
      while (i < scaling.count && x[scaling.inputs[i]] == lost[n * scaling.count + i]) ++i;
      if (i == scaling.count) return true;
    }
    return false;
  }
  void whiten(double* z) const {  // the matrix is triangular, so the last coordinate comes first
    for (Size j = scaling.count; j-- > 0;) {
      double sum = 0.0;
      for (Size i = 0; i <= j; ++i) sum += z[i] * whitening[i * scaling.count + j];
      z[j] = sum;
    }
  }
  double distance(const double* z, const float* row, const double* weight) const {
    double sum = 0.0;
    for (Size i = 0; i < scaling.count; ++i) sum += weight[i] * (z[i] - row[i]) * (z[i] - row[i]);
    return sum;
  }
};

// What an answer must keep to, and what it must be again before classes are answered after nothing.
struct Thresholds {
  double novelty, confidence, back_novelty, back_confidence;
};

// Passes a class on, or answers nothing, and stays with either until all frames of 50 ms speak for a change.
class Nothing {
 public:
  double apply(const Thresholds& t, double answer, double confidence, double novelty, double seconds) {
    const double hold = seconds < 0 ? 0.0 : 0.05;  // without a time it changes at once
    const bool good = novelty <= t.novelty && confidence >= t.confidence;
    bool keep;
    if (!started_) {
      started_ = true;
      answering_ = good;
      return last_ = good ? answer : 0.0;
    }
    if (answering_) {
      keep = good;
      if (keep) last_ = answer;
    } else {
      keep = !(novelty <= t.back_novelty && confidence >= t.back_confidence);
    }
    if (keep) {
      waiting_ = false;
    } else if (hold > 0.0 && (!waiting_ || seconds < since_)) {
      waiting_ = true;
      since_ = seconds;
    } else if (hold <= 0.0 || seconds - since_ >= hold) {
      waiting_ = false;
      answering_ = !answering_;
      last_ = answering_ ? answer : 0.0;
    }
    return last_;
  }

 private:
  bool started_ = false, answering_ = false, waiting_ = false;
  double since_ = 0.0, last_ = 0.0;
};

}  // namespace wekipy

#endif  // WEKIPY_RUNTIME_1
