#include "web/waiting_room.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <sys/socket.h>

namespace execassist::web {
namespace {

constexpr std::size_t kMost = 400;        // with those that are served, below the usual 1024 files
constexpr std::chrono::seconds kHead{3};  // Slack gives up by then
constexpr std::size_t kLargestHead = std::size_t{32} * 1024;  // beyond it RequestStream refuses

}  // namespace

void WaitingRoom::add(AcceptedSocket newcomer) {
  if (guests_.size() >= kMost) guests_.pop_front();
  guests_.push_back({std::move(newcomer), platform::Deadline(kHead)});
}

std::vector<pollfd> WaitingRoom::watched() const {
  std::vector<pollfd> all;
  for (const Guest& each : guests_) all.push_back({each.accepted.socket.get(), POLLIN, 0});
  return all;
}

int WaitingRoom::milliseconds_left() const {
  return guests_.empty() ? -1 : guests_.front().by.milliseconds_left();
}

std::vector<AcceptedSocket> WaitingRoom::take_ready(const std::vector<pollfd>& watched) {
  std::vector<AcceptedSocket> ready;
  std::deque<Guest> staying;
  for (std::size_t i = 0; i < guests_.size(); ++i) {
    Guest& guest = guests_[i];
    const Head head = watched[i].revents == 0 ? Head::partly : look(guest.accepted);
    if (head == Head::whole) {
      ready.push_back(std::move(guest.accepted));
    } else if (head == Head::partly && !guest.by.over()) {
      staying.push_back(std::move(guest));
    }
  }
  guests_ = std::move(staying);
  return ready;
}

// Reads what has come. What is no head, or half of one when the other side has ended, is for those
// who can say so.
WaitingRoom::Head WaitingRoom::look(AcceptedSocket& accepted) const {
  if (!plain_) return Head::whole;
  std::string& received = accepted.received;
  std::array<char, 16384> block;
  while (received.size() <= kLargestHead) {
    const ssize_t count = platform::retry_interrupted(
        [&] { return ::recv(accepted.socket.get(), block.data(), block.size(), 0); });
    if (count < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? Head::partly : Head::never;
    if (count == 0) return received.empty() ? Head::never : Head::whole;
    const std::size_t seen = received.size() - std::min<std::size_t>(received.size(), 3);
    received.append(block.data(), static_cast<std::size_t>(count));
    if (received.find("\r\n\r\n", seen) != std::string::npos) return Head::whole;
  }
  return Head::whole;
}

}  // namespace execassist::web
