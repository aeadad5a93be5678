#include "model/EffectReader.h"
#include <map>

namespace fastidious {

namespace {

template <class Word>
Word wordOf(const YAML::Node &N, const char *Key,
            const std::map<std::string, Word> &Words) {
  const auto It = Words.find(N[Key].as<std::string>(""));
  if (It != Words.end())
    return It->second;
  std::string Known;
  for (const auto &[Name, Value] : Words)
    Known += (Known.empty() ? "" : ", ") + Name;
  throw YAML::RepresentationException(N.Mark(), "'" + std::string(Key) +
                                                    "' is one of " + Known);
}

} // namespace

Holder readHolder(const YAML::Node &N) {
  static const std::map<std::string, Holder::Kind> Words = {
      {"inline", Holder::Inline}, {"view", Holder::View},
      {"buffer", Holder::Buffer}, {"nodes", Holder::Nodes},
      {"string", Holder::String}, {"unique", Holder::Unique},
      {"shared", Holder::Shared}, {"box", Holder::Box},
      {"thread", Holder::Thread}, {"nothing", Holder::Nothing}};
  Holder H;
  H.Holds = wordOf(N, "holds", Words);
  H.InlineSize = N["inline_size"].as<unsigned>(0);
  H.InlineTrivial = N["inline_trivial"].as<bool>(false);
  H.MustJoin = N["must_join"].as<bool>(false);
  H.JoinsAtEnd = N["joins_at_end"].as<bool>(false);
  H.AllocatesEmpty = N["allocates_empty"].as<bool>(false);
  return H;
}

Holder readLibcxx(const YAML::Node &N, Holder H) {
  H.InlineSize = N["inline_size"].as<unsigned>(H.InlineSize);
  H.InlineTrivial = N["inline_trivial"].as<bool>(H.InlineTrivial);
  H.AllocatesEmpty = N["allocates_empty"].as<bool>(H.AllocatesEmpty);
  return H;
}

Effect readEffect(const YAML::Node &N) {
  static const std::map<std::string, Effect::Verb> Words = {
      {"nothing", Effect::Nothing}, {"refers", Effect::Refers},
      {"address", Effect::Address}, {"bundle", Effect::Bundle},
      {"store", Effect::Store},     {"construct", Effect::Construct},
      {"grow", Effect::Grow},       {"release", Effect::Release},
      {"adopt", Effect::Adopt},     {"assign", Effect::Assign},
      {"swap", Effect::Swap},       {"exchange", Effect::Exchange},
      {"make", Effect::Make},       {"call", Effect::Call},
      {"thread", Effect::Thread},   {"join", Effect::Join},
      {"detach", Effect::Detach},   {"allocate", Effect::Allocate},
      {"free", Effect::Free},       {"global", Effect::Global},
      {"wait", Effect::Wait},       {"remove", Effect::Remove},
      {"number", Effect::Number}};
  Effect E;
  E.Does = wordOf(N, "does", Words);
  E.Arguments =
      N["arguments"].as<std::vector<unsigned>>(std::vector<unsigned>{});
  return E;
}

} // namespace fastidious
