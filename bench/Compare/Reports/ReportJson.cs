using System.Text.Json.Serialization;
using ZipkinMesh.Compare.Curves;

namespace ZipkinMesh.Compare.Reports;

// Nobody reads them back in here.
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Serialization, WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(CurveReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
