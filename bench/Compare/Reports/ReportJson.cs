using System.Text.Json.Serialization;
using ZipkinMesh.Compare.Curves;

namespace ZipkinMesh.Compare.Reports;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(CurveReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
