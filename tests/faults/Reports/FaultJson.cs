using System.Text.Json.Serialization;

namespace ZipkinMesh.Faults.Reports;

/// <summary>Writes reports without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<FaultRow>))]
internal sealed partial class FaultJson : JsonSerializerContext;
