using ZipkinMesh.Hosting.Options;

namespace ZipkinMesh.Proxy.Options;

/// <summary>Lists the declared sections of a proxy's configuration.</summary>
internal static class DeclaredSections
{
    /// <summary>Gets the sections that are ours alone.</summary>
    public static IReadOnlyList<OptionsSection> Mesh { get; } =
    [
        NodeOptions.Section,
        ListenerOptions.Section,
        ClientCertDetailsOptions.Section,
        ListenerTlsOptions.Section,
        TlsCertificateOptions.Section,
        ListenerTracingOptions.Section,
        CustomTagsOf(ListenerTracingOptions.Section),
        AdminOptions.Section,
        DrainOptions.Section,
        TracingOptions.Section,
        CustomTagOptions.Section,
        AccessLogOptions.Section,
    ];

    /// <summary>Gets all sections with declared options, in the order in which the documentation shows them.</summary>
    public static IReadOnlyList<OptionsSection> All { get; } =
    [
        .. Mesh,
        YarpRouteOptions.Section,
        RouteMetadataOptions.Section,
        CustomTagsOf(RouteMetadataOptions.Section),
        ClusterMetadataOptions.Section,
        YarpDestinationOptions.Section,
    ];

    private static OptionsSection CustomTagsOf(OptionsSection section) => CustomTagOptions.Section.At(section.PathOf("CustomTags:{tag}"));
}
