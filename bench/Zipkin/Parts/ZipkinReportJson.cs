using System.Text.Json.Serialization;

namespace ZipkinMesh.Bench.Zipkin.Parts;

// Reports are only written.
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Serialization, WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ZipkinReport))]
internal sealed partial class ZipkinReportJson : JsonSerializerContext;
