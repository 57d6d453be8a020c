using System.Text.Json.Serialization;

namespace ZipkinMesh.Bench.Compare.Curves;

// Reports are only written.
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Serialization, WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CurveReport))]
internal sealed partial class CurveReportJson : JsonSerializerContext;
