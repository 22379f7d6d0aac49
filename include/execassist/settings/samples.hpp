// Files of config/ that live inside the program, so that it works without an installation. The
// build makes their source (src/settings/samples.cmake): they cannot differ from the shipped files.
#pragma once

#include <optional>
#include <string_view>

namespace execassist {

std::string_view sample_config();  // config/config.yaml: what `config init` writes
std::string_view sample_rules();   // config/meeting_types.yaml: the rules without `rules:`

// A template of materials by its path below config/materials: "default/agenda.md".
std::optional<std::string_view> sample_material(std::string_view path);

}  // namespace execassist
