using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Configuration.Validation;

/// <summary>Validates what one option of a listener's TLS requires of another. The files are read when the listeners are created.</summary>
internal static class TlsValidator
{
    /// <exception cref="SettingException">A setting is missing or not allowed.</exception>
    public static void Check(IConfiguration configuration)
    {
        foreach (var section in ListenerTlsOptions.Section.FindIn(configuration).Cast<IConfigurationSection>())
        {
            var options = new ListenerTlsOptions();
            section.Bind(options);
            Check(section, options);
        }
    }

    private static void Check(IConfigurationSection section, ListenerTlsOptions options)
    {
        if (options.TlsCertificates.Count == 0)
        {
            throw SettingException.Missing(PathOf(section, nameof(options.TlsCertificates)), "at least one, with CertificateChain");
        }

        if (!options.AcceptsTls12 && !options.AcceptsTls13)
        {
            throw SettingException.NotAllowed(
                PathOf(section, nameof(options.TlsMaximumProtocolVersion)),
                options.TlsMaximumProtocolVersion,
                $"a version that isn't below {nameof(options.TlsMinimumProtocolVersion)}, which is {options.TlsMinimumProtocolVersion}");
        }

        // Without authorities every certificate would do.
        if (options.TrustedCa.Length == 0 && (options.RequireClientCertificate || options.MatchTypedSubjectAltNames.Length > 0))
        {
            var reason = options.RequireClientCertificate ? nameof(options.RequireClientCertificate) : nameof(options.MatchTypedSubjectAltNames);
            throw SettingException.Missing(
                PathOf(section, nameof(options.TrustedCa)), $"the path of a PEM file with certificates, for {PathOf(section, reason)}");
        }
    }

    private static string PathOf(IConfigurationSection section, string key) => ConfigurationPath.Combine(section.Path, key);
}
