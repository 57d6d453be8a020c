using System.Security.Authentication;
using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Configuration.Validation;

/// <summary>Validates what one option of a listener's TLS requires of another. The files are read when the listeners are created.</summary>
internal static class TlsValidator
{
    /// <param name="path">The path of the section, for messages.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="SettingException">A setting is missing or not allowed.</exception>
    public static void Check(string path, ListenerTlsOptions options)
    {
        if (options.TlsCertificates.Count == 0)
        {
            throw SettingException.Missing(ConfigurationPath.Combine(path, nameof(options.TlsCertificates)), "at least one, with CertificateChain");
        }

        if (options.Versions == SslProtocols.None)
        {
            throw SettingException.NotAllowed(
                ConfigurationPath.Combine(path, nameof(options.TlsMaximumProtocolVersion)),
                options.TlsMaximumProtocolVersion,
                $"a version that isn't below {nameof(options.TlsMinimumProtocolVersion)}, which is {options.TlsMinimumProtocolVersion}");
        }

        // Without authorities every certificate would do.
        if (options.TrustedCa.Length == 0 && (options.RequireClientCertificate || options.MatchTypedSubjectAltNames.Length > 0))
        {
            var reason = options.RequireClientCertificate ? nameof(options.RequireClientCertificate) : nameof(options.MatchTypedSubjectAltNames);
            throw SettingException.Missing(
                ConfigurationPath.Combine(path, nameof(options.TrustedCa)), $"the path of a PEM file with certificates, for {ConfigurationPath.Combine(path, reason)}");
        }
    }
}
