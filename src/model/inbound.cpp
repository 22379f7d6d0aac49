#include "model/names.hpp"

#include <execassist/model/inbound.hpp>

namespace execassist {
namespace {

constexpr Names<InboundKind, 3> kKinds{{{InboundKind::command, "command"},
                                        {InboundKind::action, "action"},
                                        {InboundKind::message, "message"}}};

constexpr Names<InboundState, 3> kStates{{{InboundState::pending, "pending"},
                                          {InboundState::done, "done"},
                                          {InboundState::failed, "failed"}}};

}  // namespace

std::string_view name_of(InboundKind kind) { return kKinds.name_of(kind); }
std::string_view name_of(InboundState state) { return kStates.name_of(state); }

std::optional<InboundKind> inbound_kind_named(std::string_view name) { return kKinds.named(name); }
std::optional<InboundState> inbound_state_named(std::string_view name) {
  return kStates.named(name);
}

}  // namespace execassist
