// A file as context: a regular file that we may read. It is as old as its last change.
#pragma once

#include <execassist/ports/context_source.hpp>
#include <execassist/settings/settings.hpp>

namespace execassist::context {

class FileSource final : public ContextSource {
 public:
  explicit FileSource(ContextSettings settings);

  bool depends_on_meeting() const override { return false; }
  ContextItem fetch(const ContextRequest& request) override;

 private:
  const ContextSettings settings_;
};

}  // namespace execassist::context
