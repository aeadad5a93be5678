/// Reads the sections of a model file that the escape engine asks.
#pragma once

#include "model/Model.h"
#include <yaml-cpp/yaml.h>

namespace fastidious {

/// All throw YAML::Exception where the entry is no such fact.
Holder readHolder(const YAML::Node &N);
/// \param H  what holds for libstdc++; N says what is different.
Holder readLibcxx(const YAML::Node &N, Holder H);
Effect readEffect(const YAML::Node &N);

} // namespace fastidious
