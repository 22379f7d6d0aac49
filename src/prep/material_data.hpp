// What the templates of materials see, all text escaped for Markdown. config/materials/README.md
// lists the names for people who write templates.
#pragma once

#include "prep/agenda_plan.hpp"
#include "prep/materials_writer.hpp"
#include "render/template.hpp"

#include <vector>

namespace execassist::prep {

render::TemplateData::Map material_data(const MaterialsInput& input,
                                        const std::vector<AgendaItem>& agenda);

}  // namespace execassist::prep
