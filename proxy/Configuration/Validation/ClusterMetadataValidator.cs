using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Configuration.Validation;

/// <summary>Validates the metadata of a cluster.</summary>
internal static class ClusterMetadataValidator
{
    /// <summary>
    /// Validates the entries that are declared. Others belong to YARP's policies, such as <c>ConsecutiveFailuresHealthPolicy.Threshold</c>,
    /// or to an app.
    /// </summary>
    /// <param name="path">The path of the metadata, such as <c>ReverseProxy:Clusters:service1:Metadata</c>.</param>
    /// <param name="metadata">The metadata.</param>
    /// <exception cref="SettingException">A setting is not allowed.</exception>
    public static void Check(string path, IReadOnlyDictionary<string, string> metadata)
    {
        var section = ClusterMetadataOptions.Section;
        SectionValidator.Check(
            path,
            [.. metadata.Where(entry => section.Find(entry.Key) is not null).Select(entry => KeyValuePair.Create(entry.Key, (string?)entry.Value))],
            section);
    }
}
