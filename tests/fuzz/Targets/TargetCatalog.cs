namespace ZipkinMesh.Fuzz.Targets;

/// <summary>Lists the targets.</summary>
internal static class TargetCatalog
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new B3SingleTarget(),
        new B3HeadersTarget(),
        new RequestIdTarget(),
        new RequestTargetTarget(),
        new ConnectionTarget(),
        new JsonV2Target(),
        new JsonV1Target(),
        new ProtobufTarget(),
        new OtlpProtobufTarget(),
        new OtlpJsonTarget(),
        new AnnotationQueryTarget(),
        new ConfigurationTarget(),
    ];
}
