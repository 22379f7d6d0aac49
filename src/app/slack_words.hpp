// What a person writes to the bot: a word that means something, else the answer to the question
// that waits, once that has reached them. Replies go out through the outbox.
#pragma once

#include "app/interaction.hpp"

#include <string>
#include <string_view>

namespace execassist::app {

enum class SlackWord { none, help, list, status, start, back, skip, finish, stop };

// A word alone, in any case, with or without punctuation around it.
SlackWord slack_word(std::string_view text);

// REQUIRES: a message; `actor` is the one who wrote it.
InteractionResult act_on_words(const Scope& scope, store::Transaction& transaction,
                               const Inbound& inbound, const UserSettings& actor);

// A reply in words to what came with that delivery: one at most.
void reply_with(const Scope& scope, store::Transaction& transaction, const std::string& user_id,
                const std::string& delivery_id, const std::string& text);

}  // namespace execassist::app
