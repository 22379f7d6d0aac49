#include <execassist/model/rules.hpp>

#include <algorithm>
#include <cctype>

namespace execassist {

const MeetingType* Rules::find(std::string_view name) const {
  const auto found = std::find_if(types.begin(), types.end(),
                                  [&](const MeetingType& type) { return type.name == name; });
  return found == types.end() ? nullptr : &*found;
}

Seconds Rules::longest_prep_lead() const {
  Seconds longest{0};
  for (const MeetingType& type : types) {
    if (type.prep_lead) longest = std::max(longest, *type.prep_lead);
  }
  return longest;
}

std::string label_from_name(std::string_view type_name) {
  std::string label;
  while (!type_name.empty()) {
    const auto word = type_name.substr(0, type_name.find('_'));
    type_name.remove_prefix(std::min(type_name.size(), word.size() + 1));
    if (word.empty()) continue;
    if (!label.empty()) label += ' ';
    // "qbr" is an abbreviation, "one_on_one" is not: only a name of one short word counts.
    const bool abbreviation = label.empty() && type_name.empty() && word.size() <= 3;
    for (std::size_t i = 0; i < word.size(); ++i) {
      const auto c = static_cast<unsigned char>(word[i]);
      label += static_cast<char>(i == 0 || abbreviation ? std::toupper(c) : c);
    }
  }
  return label;
}

}  // namespace execassist
