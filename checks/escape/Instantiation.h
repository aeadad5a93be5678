/// The effect of a call: the callee's summary in terms of the caller.
#pragma once

#include "escape/Summary.h"

namespace fastidious::escape {

class Instantiation {
public:
  Instantiation(Solution &S, uint32_t Call, FunctionId Callee, SetId Receiver);
  /// Certain: nothing else can be called there instead.
  void run(bool Certain);

private:
  SetId bind(const Entity &E, const Summary::Origin &O);
  SetId argument(const Entity &E);
  SetId argumentsFrom(size_t First);
  SetId loaded(SetId From, Key At);
  SetId fresh(const Entity &E, const Summary::Origin &O);
  SetId value(const Value &V);
  SetId valueOf(const Values &All);
  void flow(uint32_t Index);
  void flowToSink(uint32_t Index);
  void port(const Port &P);
  void effects();
  const CallSite &site() const { return S.Calls[Call]; }

  Solution &S;
  uint32_t Call;
  FunctionId Callee;
  SetId Receiver;
  const Summary &Of;
  uint32_t Constraint;
  CauseId Why;
  std::vector<SetId> Bound;
  std::map<std::pair<uint32_t, std::vector<Key>>, SetId> Paths;
  std::map<Value, SetId> Parts;
  std::map<std::pair<FunctionId, uint32_t>, SetId> PortResults;
};

} // namespace fastidious::escape
