// Connections whose first request has not come yet. They cost no thread: hundreds that are idle, or
// whose head drips, hold nobody up. When the room is full the oldest is closed.
#pragma once

#include "platform/deadline.hpp"
#include "web/listening_socket.hpp"

#include <deque>
#include <vector>

#include <poll.h>

namespace execassist::web {

class WaitingRoom {
 public:
  // With `plain` a connection waits for the end of its head, else for its first byte.
  explicit WaitingRoom(bool plain) : plain_(plain) {}

  void add(AcceptedSocket newcomer);

  // For poll(2): all who wait, and how long until the next one's time is over (-1: nobody waits).
  std::vector<pollfd> watched() const;
  int milliseconds_left() const;

  // Those who can be served, after poll(2); whose time is over is closed. REQUIRES: nobody was
  // added since `watched` was made.
  std::vector<AcceptedSocket> take_ready(const std::vector<pollfd>& watched);

 private:
  struct Guest {
    AcceptedSocket accepted;
    platform::Deadline by;
  };
  enum class Head { partly, whole, never };

  Head look(AcceptedSocket& accepted) const;

  const bool plain_;
  std::deque<Guest> guests_;  // in the order in which they came
};

}  // namespace execassist::web
