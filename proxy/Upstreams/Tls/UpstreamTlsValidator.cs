using System.Security.Authentication;
using Microsoft.Extensions.Configuration;
using Yarp.ReverseProxy.Configuration;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Upstreams.Tls;

/// <summary>Validates the files of a cluster's TLS, and what its options require of each other and of YARP's.</summary>
internal static class UpstreamTlsValidator
{
    private static readonly string[] Keys = [.. ClusterMetadataOptions.Section.Options
        .Select(option => option.Key).Where(key => key.StartsWith("Tls", StringComparison.Ordinal))];

    private static readonly string[] Versions =
        [nameof(ClusterMetadataOptions.TlsMinimumProtocolVersion), nameof(ClusterMetadataOptions.TlsMaximumProtocolVersion)];

    /// <exception cref="SettingException">A setting is missing or not allowed, or a file can't be used.</exception>
    public static void Check(string path, IReadOnlyDictionary<string, string> metadata, HttpClientConfig? client)
    {
        var set = Keys.Where(metadata.ContainsKey).ToArray();
        if (set.Length == 0)
        {
            return;
        }

        var metadataPath = ConfigurationPath.Combine(path, "Metadata");
        if (UpstreamTlsSettings.VersionsOf(metadata) == SslProtocols.None)
        {
            throw SettingException.NotAllowed(
                ConfigurationPath.Combine(metadataPath, nameof(ClusterMetadataOptions.TlsMaximumProtocolVersion)),
                metadata[nameof(ClusterMetadataOptions.TlsMaximumProtocolVersion)],
                $"a version that isn't below {nameof(ClusterMetadataOptions.TlsMinimumProtocolVersion)}, which is {metadata[nameof(ClusterMetadataOptions.TlsMinimumProtocolVersion)]}");
        }

        var settings = UpstreamTlsSettings.Of(metadata, client);
        if (settings is { CertificateChain.Length: 0, PrivateKey.Length: > 0 })
        {
            throw SettingException.Missing(
                ConfigurationPath.Combine(metadataPath, nameof(ClusterMetadataOptions.TlsCertificateChain)),
                $"the path of a PEM file with a certificate, for {nameof(ClusterMetadataOptions.TlsPrivateKey)}");
        }

        CheckClient(ConfigurationPath.Combine(path, "HttpClient"), settings, client, set);
        _ = UpstreamTlsContext.Load(metadataPath, settings);
    }

    // YARP's options that would be without effect, or have none of the settings.
    private static void CheckClient(string path, UpstreamTlsSettings settings, HttpClientConfig? client, string[] set)
    {
        if (client?.WebProxy is { } proxy)
        {
            throw SettingException.NotAllowed(ConfigurationPath.Combine(path, "WebProxy:Address"), $"{proxy.Address}", $"none together with {set[0]}");
        }

        if (settings is { AcceptsAnyCertificate: true, HasValidation: true })
        {
            throw SettingException.NotAllowed(
                ConfigurationPath.Combine(path, nameof(client.DangerousAcceptAnyServerCertificate)),
                "true",
                $"False together with {nameof(ClusterMetadataOptions.TlsTrustedCa)} or {nameof(ClusterMetadataOptions.TlsMatchTypedSubjectAltNames)}");
        }

        if (client?.SslProtocols is { } protocols and not SslProtocols.None && set.Intersect(Versions).FirstOrDefault() is { } version)
        {
            throw SettingException.NotAllowed(ConfigurationPath.Combine(path, nameof(client.SslProtocols)), $"{protocols}", $"none together with {version}");
        }
    }
}
