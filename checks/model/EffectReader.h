/// Reads the sections of a model file that the escape engine asks.
#pragma once

#include "model/Model.h"
#include <yaml-cpp/yaml.h>

namespace fastidious {

/// Both throw YAML::Exception where the entry is no such fact.
Holder readHolder(const YAML::Node &N);
Effect readEffect(const YAML::Node &N);

} // namespace fastidious
