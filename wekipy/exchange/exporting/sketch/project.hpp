// ---------------------------------------------------------------------------------------------------------
// $title
// Made by wekipy from trained models. Use:
//
//   #include "$file"
//   auto outputs = $space::predict({$example});        // $width_in inputs in, $width_out outputs out
//
// Inputs, in order:  $inputs
// Outputs, in order: $outputs
//
// A $space::Model keeps the outputs of one performer; predict(inputs) uses one that all share. Give the time in
// seconds as a second argument where an output may answer nothing: it then waits 50 ms before it changes its mind.
#pragma once

namespace $space {

using Inputs = std::array<double, $width_in>;
using Outputs = std::array<double, $width_out>;

namespace data {

$data

}  // namespace data

class Model {
 public:
  // The answers to one input vector. A vector with a number that is not finite changes nothing.
  const Outputs& predict(const Inputs& inputs, double seconds = wekipy::no_time) {
    const double* x = inputs.data();
    (void)seconds;
    if (!wekipy::all_finite(x, inputs.size())) return outputs_;
$answers
    return outputs_;
  }

 private:
  Outputs outputs_{{$defaults}};
$state
};

inline Outputs predict(const Inputs& inputs, double seconds = wekipy::no_time) {
  static Model model;
  return model.predict(inputs, seconds);
}

}  // namespace $space
