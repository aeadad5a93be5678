#include "sessions.h"

namespace logreport {

void Session::add(const Entry &entry) {
  if (count++ != 0)
    pages += " > ";
  pages += entry.path;
}

std::vector<Session> sessionsOf(const std::vector<Entry> &entries) {
  std::vector<Session> sessions;
  std::unordered_map<std::string, std::size_t> known;
  for (const Entry &entry : entries) {
    const auto [at, isNew] = known.try_emplace(entry.client, sessions.size());
    if (isNew)
      sessions.emplace_back(entry.client);
    sessions[at->second].add(entry);
  }
  return sessions;
}

std::unordered_map<std::string, const Session *>
byOwner(const std::vector<Session> &sessions) {
  std::unordered_map<std::string, const Session *> index;
  for (const Session &session : sessions)
    index[session.owner()] = &session;
  return index;
}

std::string history(const std::vector<Session> &sessions) {
  std::string text;
  for (const Session &session : sessions)
    text = session.owner() + ": " + session.trail() + "\n" + text;
  return text;
}

} // namespace logreport
