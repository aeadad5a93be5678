#pragma once

#include "entry.h"
#include <string>
#include <unordered_map>
#include <vector>

namespace logreport {

/// What one client did.
class Session {
public:
  explicit Session(std::string client) : client(std::move(client)) {}

  void add(const Entry &entry);
  /// The pages in the order of the visit: "/a > /b > /c".
  const std::string &trail() const { return pages; }
  const std::string &owner() const { return client; }
  std::size_t requests() const { return count; }

private:
  std::string client;
  std::string pages;
  std::size_t count = 0;
};

/// One session for each client, in the order of their first requests.
std::vector<Session> sessionsOf(const std::vector<Entry> &entries);

/// The sessions by their owner.
std::unordered_map<std::string, const Session *>
byOwner(const std::vector<Session> &sessions);

/// All trails, the newest first, one per line.
std::string history(const std::vector<Session> &sessions);

} // namespace logreport
