using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ZipkinMesh.Proxy.Certificates;

/// <summary>Adds the table of certificates, and the watch of their files.</summary>
internal static class CertificatesExtensions
{
    public static IServiceCollection AddCertificates(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton<CertificateTable>().AddHostedService<CertificateWatcher>();
    }
}
