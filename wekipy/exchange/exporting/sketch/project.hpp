// ---------------------------------------------------------------------------------------------------------
// $title
// Made by wekipy from trained models. Use:
//
//   #include "$file"
//   auto outputs = $space::predict({$example});        // $width_in inputs in, $width_out outputs out
//
// Inputs, in order:  $inputs
// Outputs, in order: $outputs
$gestures//
// A $space::Model keeps the outputs of one performer; predict(inputs) uses one that all share. Give the time in
// seconds as a second argument where an output may answer nothing: it then waits 50 ms before it changes its mind.
//
// Of a gesture the output is its distance, infinity if there is no match. After predict(inputs, seconds), recognised()
// has for each output that spots gestures the number of the gesture that was recognised, from 1, or 0. Where no input
// comes for 50 ms, call tick(seconds): it recognises a gesture that was the last movement. Without a time, inputs are
// taken to come as fast as they were recorded.
//
// Stages that smooth, or look back, need the time as well: without one, inputs are taken to come every 0.01 seconds. After
// more than a second without inputs they start anew.
#pragma once

namespace $space {

using Inputs = std::array<double, $width_in>;
using Outputs = std::array<double, $width_out>;
using Recognised = std::array<int, $spotters>;

// The figures of the trained models. A template, so that there is one of each however many files include this header,
// before C++17, too.
template <class Unused>
struct Figures {
$data
};

#if WEKIPY_LANGUAGE < 201703L
$definitions
#endif

using data = Figures<void>;

class Model {
 public:
  // The answers to one input vector. A vector with a number that is not finite changes nothing.
  const Outputs& predict(const Inputs& inputs, double seconds = wekipy::no_time) {
$entrance
    seconds = wekipy::on_grid(seconds);
    recognised_.fill(0);
    if (!wekipy::all_finite(x, inputs.size())) return outputs_;
$features$answers
    return outputs_;
  }

  // The gestures recognised by the last call: one for each output that spots gestures, from 1, or 0.
  const Recognised& recognised() const { return recognised_; }

  // Time has passed without input.
  const Recognised& tick(double seconds) {
    (void)seconds;
    recognised_.fill(0);
$ticks
    return recognised_;
  }

  // A performance ends and another begins: outputs that recognise one gesture per run do it now, and those that remember
  // forget.
  const Recognised& end_run() {
    recognised_.fill(0);
$ends
    return recognised_;
  }

 private:
  Outputs outputs_{{$defaults}};
  Recognised recognised_{};
$state
};

inline Model& shared() {
  static Model model;
  return model;
}

inline Outputs predict(const Inputs& inputs, double seconds = wekipy::no_time) {
  return shared().predict(inputs, seconds);
}

inline Recognised recognised() { return shared().recognised(); }

inline Recognised tick(double seconds) { return shared().tick(seconds); }

inline Recognised end_run() { return shared().end_run(); }

}  // namespace $space
