using ZipkinMesh.Fuzz.Differential.Requests;
using ZipkinMesh.Fuzz.Differential.Verdicts;

namespace ZipkinMesh.Fuzz.Differential;

/// <summary>Represents a case in which the proxies differ.</summary>
internal sealed record Finding(Verdict Verdict, RequestCase Request, Reading Ours, Reading Envoy);
