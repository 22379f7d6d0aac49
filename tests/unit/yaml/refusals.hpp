// Loading a configuration that must be refused, and what its error says.
#pragma once

#include "support/error_of.hpp"
#include "yaml/config_loader.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::yaml {

inline Settings load(const std::string& text) {
  return load_settings(text, "/etc/ea/config.yaml", {"/home/ada", "Europe/Berlin"});
}

struct Refusal {
  std::string text;
  std::string message;  // after the file's name
  std::string hint;     // how it begins
};

inline void check_refusals(const std::vector<Refusal>& cases) {
  for (const Refusal& item : cases) {
    CAPTURE(item.text);
    const auto error = testing::error_of([&] { load(item.text); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::configuration);
    CHECK(error->message() == "/etc/ea/config.yaml:" + item.message);
    CHECK(error->hint().substr(0, item.hint.size()) == item.hint);
    CHECK(error->hint().empty() == item.hint.empty());
  }
}

}  // namespace execassist::yaml
